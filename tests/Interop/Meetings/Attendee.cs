using System.Text.Json;
using Interop.Browsers;
using Interop.Calls;
using Interop.Hosting;
using Interop.Terminals;

namespace Interop.Meetings;

/// <summary>Somebody in front of the real page of the browser client: he presses its buttons and says what he sees and hears. His other half is stage.js and eyes.js.</summary>
internal sealed class Attendee
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private static readonly string Script = PageScript.Read("stage.js", "eyes.js");

    private readonly IBrowserPage _page;

    private Attendee(IBrowserPage page, Guise guise)
    {
        _page = page;
        Guise = guise;
    }

    public Guise Guise { get; }

    /// <summary>From the click on Join until the meeting is on the screen, in milliseconds.</summary>
    public double JoinedAfter { get; private set; }

    /// <summary>Opens the link and is at the door.</summary>
    public static async Task<Attendee> ComeAsync(Surroundings place, string path, Guise guise, string? login = null)
    {
        var setup = new PageSetup { Script = ScriptFor(guise, login), Size = (1280, 800), Language = guise.BrowserLanguage };
        return new Attendee(await place.OpenPageAsync(new Uri(place.Server.Http, path), setup), guise);
    }

    /// <summary>The same with a Firefox.</summary>
    public static async Task<Attendee> ComeAsync(Firefox firefox, Uri link, Guise guise) => new(await firefox.OpenAsync(link, ScriptFor(guise, login: null)), guise);

    /// <summary>Opens the link and presses Join.</summary>
    public static async Task<Attendee> JoinAsync(Surroundings place, string path, Guise guise, string? login = null)
    {
        var attendee = await ComeAsync(place, path, guise, login);
        await attendee.JoinAsync();
        return attendee;
    }

    public async Task JoinAsync() => JoinedAfter = await EvaluateAsync<double>("stage.join()");

    public Task<double> FirstPictureAsync() => EvaluateAsync<double>("stage.firstPicture()");

    /// <summary>Waits until the other's own colour and a readable number are on the screen, at this height if one is given.</summary>
    public Task<Sight> SeesAsync(Attendee other, int? height = null, double patience = 20) => SeesAsync(other.Guise.Name, null, other.Guise.Color, height, patience);

    /// <summary>Waits until a terminal's own colour is on the screen, by a stream of this codec.</summary>
    public Task SeesAsync(Terminal other, string codec) => UntilAsync(
        $"stage.isSeenIn({Text(other.Name)}, {Text($"video/{codec}")}, {other.Color.Red}, {other.Color.Green}, {other.Color.Blue})", $"{other.Name} in {codec}");

    public Task<Sight> SeesShareOfAsync(Attendee other, double patience = 20) => SeesAsync(other.Guise.Name, "screen", other.Guise.ShareColor, null, patience);

    public Task SeesNoShareOfAsync(Attendee other) => CallAsync<JsonElement>("unseeFor", new { other.Guise.Name, Source = "screen" });

    public Task SeesNothingOfAsync(Attendee other) => CallAsync<JsonElement>("unseeFor", new { other.Guise.Name, Source = "camera" });

    /// <summary>The picture moves: pictures were decoded meanwhile and the number in them went on.</summary>
    public async Task<double> SeesMovingAsync(Attendee other, double seconds = 2)
    {
        var first = await SeesAsync(other);
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        var second = await SeesAsync(other);
        var pace = (second.Number - first.Number) / ((second.At - first.At) / 1_000);
        TestContext.Out.WriteLine($"{Guise.Name} sees {other.Guise.Name} at {second.Width}×{second.Height}: {second.Frames - first.Frames} pictures decoded, {pace:0.0} painted a second");
        Assert.That(second.Frames - first.Frames, Is.GreaterThan(seconds * 3), $"pictures of {other.Guise.Name} that {Guise.Name} decoded");
        Assert.That(pace, Is.InRange(other.Guise.Rate * 0.5, other.Guise.Rate * 1.5), $"the pace of {other.Guise.Name}'s picture at {Guise.Name}'s");
        return pace;
    }

    /// <summary>A picture that stood still goes on.</summary>
    public async Task SeesAgainAsync(Attendee other, double patience)
    {
        var still = await SeesAsync(other);
        await UntilAsync($"stage.see({Text(other.Guise.Name)})?.number > {still.Number + 3}", $"{other.Guise.Name}'s picture to go on after number {still.Number}", patience);
    }

    public Task<Sound> HearsAsync(Attendee other, double patience = 15) => HearsAsync(other.Guise.Tone, loud: true, patience);

    public Task<Sound> HearsNothingOfAsync(Attendee other, double patience = 15) => HearsAsync(other.Guise.Tone, loud: false, patience);

    public Task<Sound> HearsAsync(int tone, bool loud, double patience = 15) => CallAsync<Sound>("hearFor", new { tone, loud, Patience = patience * 1_000 });

    /// <summary>A button or an entry of a menu, by its name; of several, the first or the last.</summary>
    public Task PressAsync(string name, bool last = false) => EvaluateAsync<JsonElement>($"stage.press({Text(name)}, {(last ? "true" : "false")})");

    public async Task PressAsync(params string[] names)
    {
        foreach (var name in names)
            await PressAsync(name);
    }

    /// <summary>The heights of the camera's layers that are sent at present.</summary>
    public Task<int[]> SendsAsync() => EvaluateAsync<int[]>("stage.sending()");

    /// <summary>The participants on the screen, by id.</summary>
    public Task<string[]> PeopleAsync() => EvaluateAsync<string[]>("stage.people()");

    public Task KeyAsync(string key, bool withShift = false) => ((ChromiumPage)_page).PressKeyAsync(key, withShift);

    /// <summary>Takes one element with the pointer and lets it go over another; both are told by an expression.</summary>
    public Task DragAsync(string from, string to) => ((ChromiumPage)_page).DragAsync(from, to);

    public Task ReloadAsync() => ((ChromiumPage)_page).ReloadAsync();

    public async Task UntilAsync(string condition, string what, double patience = 15) =>
        await EvaluateAsync<JsonElement>($"stage.until({Text(what)}, () => {condition}, {patience * 1_000}).then(() => null)");

    public async Task<T> EvaluateAsync<T>(string expression) => (await _page.EvaluateAsync(expression)).Deserialize<T>(Json)!;

    private Task<Sight> SeesAsync(string name, string? source, Paint color, int? height, double patience) =>
        CallAsync<Sight>("seeFor", new { name, source, height, color.Red, color.Green, color.Blue, Patience = patience * 1_000 });

    private Task<T> CallAsync<T>(string function, object options) => EvaluateAsync<T>($"stage.{function}({JsonSerializer.Serialize(options, Json)})");

    private static string Text(string text) => JsonSerializer.Serialize(text);

    private static string ScriptFor(Guise guise, string? login)
    {
        var remembered = new Dictionary<string, string>
        {
            ["conference.name"] = guise.Name,
            ["conference.camera"] = guise.CameraOn ? "on" : "off",
            ["conference.microphone"] = guise.MicrophoneOn ? "on" : "off",
        };
        if (guise.BrowserLanguage is null)
            remembered["conference.language"] = "en";
        if (login is not null)
            remembered["conference.login"] = login;

        var how = JsonSerializer.Serialize(
            new
            {
                Color = guise.Color.Css,
                guise.Tone,
                guise.HasToneOfBrowser,
                guise.Decodes,
                ShareColor = guise.ShareColor.Css,
                guise.ShareTone,
                guise.Width,
                guise.Height,
                guise.Rate,
                remembered,
            },
            Json);
        return $"globalThis.guise = {how};\n{Script}";
    }
}

/// <summary>A picture as it was on the screen, and how many of its kind were decoded so far.</summary>
internal sealed record Sight(int Number, int Width, int Height, int Frames, double At, double After);

/// <summary>Decibels of full scale.</summary>
internal sealed record Sound(double Level, double After);
