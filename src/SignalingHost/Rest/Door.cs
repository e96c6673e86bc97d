using SignalingHost.Accounts;

namespace SignalingHost.Rest;

/// <summary>Who may come in to an endpoint. Asked before anything of the request's body is read.</summary>
internal abstract class Door
{
    /// <summary>Anybody: for logins, and for what is asked before one.</summary>
    public static Door Open { get; } = new OpenDoor();

    /// <summary>Whoever is logged in.</summary>
    public static Door User { get; } = new CallerDoor(CallerRight.User);

    /// <summary>Administrators of the caller's corporation.</summary>
    public static Door Admin { get; } = new CallerDoor(CallerRight.Admin);

    /// <summary>The default administrator of the corporation that runs the installation and keeps the others as tenants.</summary>
    public static Door Operator { get; } = new CallerDoor(CallerRight.Operator);

    /// <summary>The header that is looked at, for the description of the API; null: none.</summary>
    public abstract string? Header { get; }

    /// <summary>Lets the request in, or says why not. What is learnt about the caller is put into the request's features.</summary>
    public abstract ValueTask<Fault?> AdmitAsync(HttpContext http);

    private sealed class OpenDoor : Door
    {
        public override string? Header => null;

        public override ValueTask<Fault?> AdmitAsync(HttpContext http) => ValueTask.FromResult<Fault?>(null);
    }
}
