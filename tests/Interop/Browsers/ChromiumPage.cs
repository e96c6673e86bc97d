using System.Text.Json;
using System.Text.Json.Nodes;

namespace Interop.Browsers;

/// <summary>One page of a <see cref="Chromium"/>, in a context (cookies, window) of its own.</summary>
internal sealed class ChromiumPage(DevToolsPipe pipe, string session, string context) : IBrowserPage
{
    public string Context => context;

    public async Task PrepareAsync(PageSetup setup)
    {
        await AskAsync("Page.enable", []);
        if (setup.Script is { } script)
            await AskAsync("Page.addScriptToEvaluateOnNewDocument", new JsonObject { ["source"] = script });
        if (setup.Language is { } language)
        {
            var agent = (string)(await AskAsync("Browser.getVersion", []))["userAgent"]!;
            await AskAsync("Emulation.setUserAgentOverride", new JsonObject { ["userAgent"] = agent, ["acceptLanguage"] = language });
        }
    }

    public async Task GoAsync(Uri address)
    {
        var outcome = await AskAsync("Page.navigate", new JsonObject { ["url"] = address.ToString() });
        Assert.That((string?)outcome["errorText"], Is.Null, $"{address} did not open.");
        await EvaluateAsync("new Promise(resolve => document.readyState === 'complete' ? resolve() : addEventListener('load', () => resolve()))");
    }

    public async Task ReloadAsync()
    {
        var loaded = pipe.NextAsync("Page.loadEventFired", session);
        await AskAsync("Page.reload", []);
        await loaded;
    }

    /// <summary>A key is pressed and let go: Tab, Enter, Escape, an arrow, a letter.</summary>
    public async Task PressKeyAsync(string key, bool withShift = false)
    {
        // A page in the background has no focus to move.
        await AskAsync("Emulation.setFocusEmulationEnabled", new JsonObject { ["enabled"] = true });
        var text = key switch { "Enter" => "\r", { Length: 1 } => key, _ => null };
        foreach (var type in new[] { text is null ? "rawKeyDown" : "keyDown", "keyUp" })
        {
            var stroke = new JsonObject { ["type"] = type, ["key"] = key, ["code"] = key, ["windowsVirtualKeyCode"] = CodeOf(key), ["modifiers"] = withShift ? 8 : 0 };
            if (type == "keyDown")
                stroke["text"] = text;
            await AskAsync("Input.dispatchKeyEvent", stroke);
        }
    }

    /// <summary>With the pointer, from the middle of one element to the middle of another.</summary>
    public async Task DragAsync(string from, string to)
    {
        var (start, end) = (await MiddleAsync(from), await MiddleAsync(to));
        await AskAsync("Input.setInterceptDrags", new JsonObject { ["enabled"] = true });
        var taken = pipe.NextAsync("Input.dragIntercepted", session);
        await MouseAsync("mousePressed", start);
        await MouseAsync("mouseMoved", (start.X + 8, start.Y + 8));
        await MouseAsync("mouseMoved", end);
        var what = (await taken)["data"]!;
        foreach (var type in new[] { "dragEnter", "dragOver", "drop" })
            await AskAsync("Input.dispatchDragEvent", new JsonObject { ["type"] = type, ["x"] = end.X, ["y"] = end.Y, ["data"] = what.DeepClone() });

        await MouseAsync("mouseReleased", end);
        await AskAsync("Input.setInterceptDrags", new JsonObject { ["enabled"] = false });
    }

    public async Task RunAsync(string script) => await EvaluateAsync(script + "; null");

    public async Task<JsonElement> EvaluateAsync(string expression)
    {
        var outcome = await AskAsync(
            "Runtime.evaluate",
            new JsonObject { ["expression"] = expression, ["awaitPromise"] = true, ["returnByValue"] = true, ["userGesture"] = true });
        if (outcome["exceptionDetails"] is { } thrown)
            throw new PageException((string?)thrown["exception"]?["description"] ?? (string?)thrown["text"] ?? "The page threw something.");

        return JsonSerializer.SerializeToElement(outcome["result"]?["value"]);
    }

    private static int CodeOf(string key) => key switch
    {
        "Tab" => 9,
        "Enter" => 13,
        "Escape" => 27,
        "ArrowUp" => 38,
        "ArrowDown" => 40,
        _ => char.ToUpperInvariant(key[0]),
    };

    private async Task<(double X, double Y)> MiddleAsync(string element)
    {
        var box = await EvaluateAsync($"(({element}).scrollIntoView({{ block: 'nearest' }}), ({element}).getBoundingClientRect().toJSON())");
        double Of(string name) => box.GetProperty(name).GetDouble();
        return (Of("x") + (Of("width") / 2), Of("y") + (Of("height") / 2));
    }

    private Task<JsonObject> MouseAsync(string type, (double X, double Y) at) => AskAsync("Input.dispatchMouseEvent", new JsonObject
    {
        ["type"] = type,
        ["x"] = at.X,
        ["y"] = at.Y,
        ["button"] = "left",
        ["buttons"] = type == "mouseReleased" ? 0 : 1,
        ["clickCount"] = type == "mouseMoved" ? 0 : 1,
    });

    private Task<JsonObject> AskAsync(string method, JsonObject parameters) => pipe.AskAsync(method, parameters, session);
}

/// <summary>What a page's script threw.</summary>
internal sealed class PageException(string message) : Exception(message);
