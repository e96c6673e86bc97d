using System.Text.Json;
using System.Text.Json.Nodes;

namespace Interop.Browsers;

/// <summary>One page of a <see cref="Chromium"/>, in a context (cookies, window) of its own.</summary>
internal sealed class ChromiumPage(DevToolsPipe pipe, string session, string context) : IBrowserPage
{
    public string Context => context;

    public async Task PrepareAsync(string script)
    {
        await pipe.AskAsync("Page.enable", [], session);
        await pipe.AskAsync("Page.addScriptToEvaluateOnNewDocument", new JsonObject { ["source"] = script }, session);
    }

    public async Task GoAsync(Uri address)
    {
        var outcome = await pipe.AskAsync("Page.navigate", new JsonObject { ["url"] = address.ToString() }, session);
        Assert.That((string?)outcome["errorText"], Is.Null, $"{address} did not open.");
        await EvaluateAsync("new Promise(resolve => document.readyState === 'complete' ? resolve() : addEventListener('load', () => resolve()))");
    }

    public async Task RunAsync(string script) => await EvaluateAsync(script + "; null");

    public async Task<JsonElement> EvaluateAsync(string expression)
    {
        var outcome = await pipe.AskAsync(
            "Runtime.evaluate",
            new JsonObject { ["expression"] = expression, ["awaitPromise"] = true, ["returnByValue"] = true, ["userGesture"] = true },
            session);
        if (outcome["exceptionDetails"] is { } thrown)
            throw new PageException((string?)thrown["exception"]?["description"] ?? (string?)thrown["text"] ?? "The page threw something.");

        return JsonSerializer.SerializeToElement(outcome["result"]?["value"]);
    }
}

/// <summary>What a page's script threw.</summary>
internal sealed class PageException(string message) : Exception(message);
