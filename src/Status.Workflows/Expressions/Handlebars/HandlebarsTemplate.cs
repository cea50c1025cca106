using System.Diagnostics.CodeAnalysis;
using Status.Workflows.Expressions.JavaScript;

namespace Status.Workflows.Expressions.Handlebars;

/// <summary>
/// A Handlebars template, parsed once, rendered any number of times and from any number of threads. It reads the engine's values only, opens no files, calls no code of the host, and is bounded like a
/// script. docs/javascript.md lists what it knows.
/// </summary>
public sealed class HandlebarsTemplate
{
    /// <summary>The longest source that is read.</summary>
    private const int MaxLength = 512 * 1024;

    private readonly IReadOnlyList<TemplateNode> _nodes;

    private HandlebarsTemplate(IReadOnlyList<TemplateNode> nodes) => _nodes = nodes;

    /// <summary>Parses; <c>false</c> with the first problem, with its line and column. Never throws for any text.</summary>
    public static bool TryParse(string source, [NotNullWhen(true)] out HandlebarsTemplate? template, out IReadOnlyList<ScriptProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(source);
        template = null;
        if (source.Length > MaxLength)
        {
            problems = [new ScriptProblem(1, 1, $"The template is longer than {MaxLength} characters.")];
            return false;
        }

        try
        {
            template = new HandlebarsTemplate(TemplateParser.Parse(source));
            problems = [];
            return true;
        }
        catch (TemplateSyntaxException error)
        {
            problems = [new ScriptProblem(error.Line, error.Column, error.Message)];
            return false;
        }
    }

    /// <summary>Renders the template.</summary>
    /// <param name="root">Gives a name of the outermost context; <c>null</c> when there is none.</param>
    /// <param name="host">Clock and zone.</param>
    /// <param name="limits">What it may use; <see cref="ScriptLimits.MaxAllocation"/> bounds the text.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The text.</returns>
    /// <exception cref="ScriptException">A limit was passed, or a helper was given what it cannot work with.</exception>
    public string Render(Func<string, object?> root, ScriptHost host, ScriptLimits limits, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(limits);
        var run = new TemplateRun(root, host, limits, cancellationToken);
        run.Render(_nodes);
        return run.ToString();
    }
}

/// <summary>Stops the parser at the first text that is no template.</summary>
internal sealed class TemplateSyntaxException(int line, int column, string message) : Exception(message)
{
    public int Line { get; } = line;

    public int Column { get; } = column;
}
