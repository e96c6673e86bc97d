using System.Text.Json;
using System.Text.Json.Nodes;

namespace Interop.Browsers;

/// <summary>One tab of a <see cref="Firefox"/>. Values come as JSON text, because BiDi has a notation of its own for them.</summary>
internal sealed class FirefoxPage(BiDiSocket socket, string context) : IBrowserPage
{
    public async Task RunAsync(string script) => await AskAsync(script + "; null");

    public async Task<JsonElement> EvaluateAsync(string expression)
    {
        var value = await AskAsync($"(async () => JSON.stringify((await ({expression})) ?? null))()");
        return JsonSerializer.Deserialize<JsonElement>((string)value["value"]!);
    }

    private async Task<JsonNode> AskAsync(string script)
    {
        var outcome = await socket.AskAsync("script.evaluate", new JsonObject
        {
            ["expression"] = script,
            ["awaitPromise"] = true,
            ["userActivation"] = true,
            ["target"] = new JsonObject { ["context"] = context },
        });
        if ((string?)outcome["type"] == "exception")
            throw new PageException((string?)outcome["exceptionDetails"]?["text"] ?? "The page threw something.");

        return outcome["result"]!;
    }
}
