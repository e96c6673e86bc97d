using Microsoft.AspNetCore.HttpOverrides;
using SignalingHost.Settings;

namespace SignalingHost.Web;

/// <summary>
/// Behind a reverse proxy a request's address and scheme are those that the proxy was called with. They are read from the end of the
/// header's list, as far as each link is a proxy that the operator named: what a stranger wrote before stays his word.
/// </summary>
internal static class Forwarding
{
    public static void UseForwarding(this WebApplication app, HttpOptions http)
    {
        if (http.TrustedProxies.Count == 0)
            return;

        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var text in http.TrustedProxies)
        {
            if (TrustedProxies.TryParse(text, out var network))
                options.KnownIPNetworks.Add(network);
        }

        app.UseForwardedHeaders(options);
    }
}
