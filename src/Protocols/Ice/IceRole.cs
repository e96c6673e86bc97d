namespace Protocols.Ice;

/// <summary>Which end decides the route (RFC 8445 §6.1.1). A full agent towards a lite one is the controlling end.</summary>
public enum IceRole
{
    Controlling,
    Controlled,
}
