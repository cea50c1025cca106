using Microsoft.Extensions.Options;
using Status.Workflows.Expressions;
using Status.Workflows.Expressions.CSharp;
using Status.Workflows.Expressions.NodeJs;

namespace Status.Workflows.Execution;

/// <summary>Which expression languages this host offers beside those that are always there.</summary>
public sealed class LanguageSettings
{
    /// <summary>Name of C# in definitions.</summary>
    public const string CSharpName = "CSharp";

    /// <summary>Name of Handlebars in definitions.</summary>
    public const string HandlebarsName = "Handlebars";

    private readonly CSharpOptions _csharp;
    private readonly NodeJsOptions _node;

    /// <summary>Takes the host's settings.</summary>
    /// <param name="csharp">Settings of C#.</param>
    /// <param name="node">Settings of Node.js.</param>
    public LanguageSettings(IOptions<CSharpOptions> csharp, IOptions<NodeJsOptions> node)
        : this((csharp ?? throw new ArgumentNullException(nameof(csharp))).Value, (node ?? throw new ArgumentNullException(nameof(node))).Value)
    {
        Unpublished = new LanguageSettings(_csharp, _node)
        {
            CSharpPlaces = CSharpPlaces,
            CSharpRefusal = CSharpRefusal ?? "C# runs only in versions that somebody with the permission write:csharp has published.",
        };
    }

    private LanguageSettings(CSharpOptions csharp, NodeJsOptions node)
    {
        (_csharp, _node) = (csharp, node);
        CSharpPlaces = new UnstoppableCode("csharp", csharp.MaxThreads);
        CSharpRefusal = csharp.Enabled ? null : "C# is switched off on this host (Status:CSharp:Enabled).";
        Unpublished = this;
    }

    /// <summary>Nothing but what is always there.</summary>
    internal static LanguageSettings None { get; } = new(new CSharpOptions(), new NodeJsOptions());

    /// <summary>Whether C# is switched on.</summary>
    public bool CSharp => _csharp.Enabled;

    /// <summary>Activity types that designers are not offered, because their language is switched off.</summary>
    public IReadOnlyList<string> HiddenActivities => [.. _csharp.Enabled ? [] : (string[])["Elsa.RunCSharp"], .. _node.Enabled ? [] : (string[])["Status.RunNodeJs"]];

    /// <summary>How long C# may take.</summary>
    public TimeSpan CSharpTimeout => _csharp.Timeout;

    /// <summary>Where C# finds room on this host.</summary>
    public UnstoppableCode CSharpPlaces { get; private init; }

    /// <summary>Why C# is not compiled; <c>null</c> when it is.</summary>
    internal string? CSharpRefusal { get; private init; }

    /// <summary>What counts for versions that nobody has published yet: who may write drafts must not run C# by running a draft.</summary>
    internal LanguageSettings Unpublished { get; }
}
