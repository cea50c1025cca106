using Microsoft.Extensions.Options;
using Status.Workflows.Expressions.CSharp;
using Status.Workflows.Expressions.NodeJs;

namespace Status.Workflows.Execution;

/// <summary>Which expression languages this host offers beside those that are always there.</summary>
/// <param name="csharp">Settings of C#.</param>
/// <param name="node">Settings of Node.js.</param>
public sealed class LanguageSettings(IOptions<CSharpOptions> csharp, IOptions<NodeJsOptions> node)
{
    /// <summary>Name of C# in definitions.</summary>
    public const string CSharpName = "CSharp";

    /// <summary>Name of Handlebars in definitions.</summary>
    public const string HandlebarsName = "Handlebars";

    /// <summary>Nothing but what is always there.</summary>
    internal static LanguageSettings None { get; } = new(Options.Create(new CSharpOptions()), Options.Create(new NodeJsOptions()));

    /// <summary>Whether C# is switched on.</summary>
    public bool CSharp => csharp.Value.Enabled;

    /// <summary>Activity types that designers are not offered, because their language is switched off.</summary>
    public IReadOnlyList<string> HiddenActivities => [.. csharp.Value.Enabled ? [] : (string[])["Elsa.RunCSharp"], .. node.Value.Enabled ? [] : (string[])["Status.RunNodeJs"]];

    /// <summary>How long C# may take.</summary>
    public TimeSpan CSharpTimeout => csharp.Value.Timeout;
}
