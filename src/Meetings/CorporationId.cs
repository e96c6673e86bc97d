namespace Meetings;

/// <summary>A corporation (tenant): nobody reads or controls across two of them.</summary>
public readonly record struct CorporationId(string Value)
{
    public override string ToString() => Value;
}
