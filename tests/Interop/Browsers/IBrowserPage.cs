using System.Text.Json;

namespace Interop.Browsers;

/// <summary>A page in a real browser in which JavaScript can be run.</summary>
internal interface IBrowserPage
{
    /// <summary>The value of an expression, awaited if it is a promise; what it throws is thrown here.</summary>
    Task<JsonElement> EvaluateAsync(string expression);
}
