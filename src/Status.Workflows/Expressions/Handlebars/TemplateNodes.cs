namespace Status.Workflows.Expressions.Handlebars;

internal abstract record TemplateNode(int Line, int Column);

internal sealed record TextNode(int Line, int Column, string Text) : TemplateNode(Line, Column);

/// <summary><c>{{value}}</c>, escaped for HTML, or <c>{{{value}}}</c>, as it is.</summary>
internal sealed record ValueNode(int Line, int Column, TemplateCall Call, bool IsRaw) : TemplateNode(Line, Column);

/// <summary><c>{{#name …}}…{{else}}…{{/name}}</c>.</summary>
internal sealed record BlockNode(int Line, int Column, TemplateCall Call, IReadOnlyList<string> Names, IReadOnlyList<TemplateNode> Body, IReadOnlyList<TemplateNode> Otherwise)
    : TemplateNode(Line, Column);

internal abstract record TemplateExpr;

internal sealed record LiteralExpr(object? Value) : TemplateExpr;

/// <summary>A path: levels up (<c>../</c>), whether it begins with <c>@</c>, and its names.</summary>
internal sealed record PathExpr(int Up, bool IsData, bool IsThis, IReadOnlyList<string> Names) : TemplateExpr;

/// <summary>A helper with its arguments, or a path without any.</summary>
internal sealed record TemplateCall(TemplateExpr Target, IReadOnlyList<TemplateExpr> Arguments, IReadOnlyDictionary<string, TemplateExpr> Named) : TemplateExpr
{
    /// <summary>The name of the helper that this may be; <c>null</c> for a path of several names.</summary>
    public string? Helper => Target is PathExpr { Up: 0, IsData: false, IsThis: false, Names: [var name] } ? name : null;
}
