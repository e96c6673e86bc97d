using System.Text.Json;

namespace Interop.Browsers;

/// <summary>A page in a real browser in which JavaScript can be run.</summary>
internal interface IBrowserPage
{
    /// <summary>Statements, whose values are of no interest.</summary>
    Task RunAsync(string script);

    /// <summary>The value of an expression, awaited if it is a promise; what it throws is thrown here.</summary>
    Task<JsonElement> EvaluateAsync(string expression);
}
