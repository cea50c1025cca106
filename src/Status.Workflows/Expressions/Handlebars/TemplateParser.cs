namespace Status.Workflows.Expressions.Handlebars;

/// <summary>Reads a template: texts, values, blocks. A block or comment alone on its line leaves no line behind.</summary>
internal sealed class TemplateParser
{
    private const int MaxDepth = 100;
    private readonly string _source;
    private readonly List<Tag> _tags = [];
    private int _next;
    private int _depth;

    private TemplateParser(string source) => _source = source;

    public static IReadOnlyList<TemplateNode> Parse(string source)
    {
        var parser = new TemplateParser(source);
        parser.Cut();
        parser.TakeLines();
        var nodes = parser.Nodes(out var end);
        return end is null ? nodes : throw parser.Wrong(end.Start, $"{{{{{end.Content}}}}} closes or continues nothing.");
    }

    private TemplateSyntaxException Wrong(int at, string message)
    {
        var before = _source.AsSpan(0, Math.Min(at, _source.Length));
        return new TemplateSyntaxException(before.Count('\n') + 1, at - (before.LastIndexOf('\n') + 1) + 1, message);
    }

    private (int Line, int Column) Place(int at) => Wrong(at, "") is var place ? (place.Line, place.Column) : default;

    /// <summary>Cuts the source into texts and tags.</summary>
    private void Cut()
    {
        var at = 0;
        while (at < _source.Length)
        {
            var open = _source.IndexOf("{{", at, StringComparison.Ordinal);
            if (open > 0 && _source[open - 1] == '\\')
            {
                // \{{ is text.
                var end = _source.IndexOf("}}", open, StringComparison.Ordinal);
                var until = end < 0 ? _source.Length : end + 2;
                _tags.Add(Tag.OfText(at, _source[at..(open - 1)] + _source[open..until]));
                at = until;
                continue;
            }

            if (open < 0 || open > at) _tags.Add(Tag.OfText(at, _source[at..(open < 0 ? _source.Length : open)]));
            if (open < 0) return;
            at = Mustache(open);
        }
    }

    private int Mustache(int open)
    {
        var inside = _source.AsSpan(open + 2).TrimStart('~');
        var isComment = inside.StartsWith("!");
        var isTriple = !isComment && inside.StartsWith("{");
        // A comment that begins with -- may hold }} and ends with --.
        var from = isComment && inside.StartsWith("!--") ? _source.IndexOf("--", _source.IndexOf("!--", open, StringComparison.Ordinal) + 3, StringComparison.Ordinal) : open + 2;
        var close = from < 0 ? -1 : _source.IndexOf(isTriple ? "}}}" : "}}", from, StringComparison.Ordinal);
        if (close < 0) throw Wrong(open, "The tag is not closed.");
        var length = isTriple ? 3 : 2;
        var content = _source[(open + length)..close];
        var (trimBefore, trimAfter) = (content.StartsWith('~'), content.EndsWith('~'));
        _tags.Add(new Tag(open, isComment ? "!" : content.Trim('~').Trim(), IsText: false, isTriple, trimBefore, trimAfter));
        return close + length;
    }

    /// <summary>Takes away the line of a tag that stands alone on it, and the blanks that <c>~</c> asks for.</summary>
    private void TakeLines()
    {
        var lone = new List<int>();
        for (var i = 0; i < _tags.Count; i++)
        {
            if (_tags[i].IsText || _tags[i].IsRaw || _tags[i].Content.Length == 0 || (_tags[i].Content[0] is not ('#' or '/' or '^' or '!') && !IsElse(_tags[i].Content))) continue;
            var before = i == 0 ? "\n" : _tags[i - 1].IsText ? _tags[i - 1].Content : "x";
            var after = i == _tags.Count - 1 ? "\n" : _tags[i + 1].IsText ? _tags[i + 1].Content : "x";
            var startsLine = before.TrimEnd(' ', '\t') is var left && (left.EndsWith('\n') || (left.Length == 0 && i == 1));
            var endsLine = after.TrimStart(' ', '\t', '\r') is var right && (right.StartsWith('\n') || (right.Length == 0 && i == _tags.Count - 2));
            if (startsLine && endsLine) lone.Add(i);
        }

        foreach (var i in lone)
        {
            if (i > 0 && _tags[i - 1].IsText) _tags[i - 1] = _tags[i - 1] with { Content = _tags[i - 1].Content.TrimEnd(' ', '\t') };
            if (i < _tags.Count - 1 && _tags[i + 1].IsText) _tags[i + 1] = _tags[i + 1] with { Content = _tags[i + 1].Content.TrimStart(' ', '\t', '\r') is ['\n', .. var rest] ? rest : _tags[i + 1].Content.TrimStart(' ', '\t', '\r') };
        }

        for (var i = 0; i < _tags.Count; i++)
        {
            if (_tags[i].TrimBefore && i > 0 && _tags[i - 1].IsText) _tags[i - 1] = _tags[i - 1] with { Content = _tags[i - 1].Content.TrimEnd() };
            if (_tags[i].TrimAfter && i < _tags.Count - 1 && _tags[i + 1].IsText) _tags[i + 1] = _tags[i + 1] with { Content = _tags[i + 1].Content.TrimStart() };
        }
    }

    private static bool IsElse(string content) => content == "else" || content.StartsWith("else ", StringComparison.Ordinal);

    /// <summary>Nodes up to the tag that ends or continues the block around; <paramref name="end"/> is that tag.</summary>
    private List<TemplateNode> Nodes(out Tag? end)
    {
        var nodes = new List<TemplateNode>();
        while (_next < _tags.Count)
        {
            var tag = _tags[_next++];
            var (line, column) = Place(tag.Start);
            if (tag.IsText)
            {
                if (tag.Content.Length > 0) nodes.Add(new TextNode(line, column, tag.Content));
                continue;
            }

            if (tag.Content.Length == 0) throw Wrong(tag.Start, "The tag is empty.");
            switch (tag.Content[0])
            {
                case '!' when !tag.IsRaw: break;
                case '#' or '^' when tag.Content.Length > 1 && !tag.IsRaw: nodes.Add(Block(tag, tag.Content[1..].Trim(), isInverse: tag.Content[0] == '^')); break;
                case '/' or '^' when !tag.IsRaw:
                    end = tag;
                    return nodes;
                case '>': throw Wrong(tag.Start, "Partials ({{> name}}) are not part of templates here; a template is one text.");
                case '&' when !tag.IsRaw: nodes.Add(new ValueNode(line, column, Call(tag, tag.Content[1..], out _), IsRaw: true)); break;
                default:
                    if (!tag.IsRaw && IsElse(tag.Content))
                    {
                        end = tag;
                        return nodes;
                    }

                    nodes.Add(new ValueNode(line, column, Call(tag, tag.Content, out _), tag.IsRaw));
                    break;
            }
        }

        end = null;
        return nodes;
    }

    /// <summary>A block up to its end; <c>{{else if x}}</c> makes a block of its own inside, which shares the end.</summary>
    private BlockNode Block(Tag tag, string content, bool isInverse, string? closing = null)
    {
        if (++_depth > MaxDepth) throw Wrong(tag.Start, $"Blocks are nested deeper than {MaxDepth} levels.");
        closing ??= content.Split(' ', '\t', '\r', '\n')[0];
        var call = Call(tag, content, out var names);
        var (line, column) = Place(tag.Start);
        IReadOnlyList<TemplateNode> body = Nodes(out var end);
        IReadOnlyList<TemplateNode> otherwise = [];
        if (end is not null && end.Content.StartsWith("else ", StringComparison.Ordinal))
        {
            otherwise = [Block(end, end.Content[5..].Trim(), isInverse: false, closing)];
        }
        else
        {
            if (end is { Content: "else" or "^" }) otherwise = Nodes(out end);
            if (end is null || end.Content[0] != '/') throw Wrong(tag.Start, $"The block {{{{{tag.Content}}}}} is not closed.");
            if (end.Content[1..].Trim() != closing) throw Wrong(end.Start, $"{{{{{end.Content}}}}} does not close {{{{{tag.Content}}}}}.");
        }

        _depth--;
        return isInverse ? new BlockNode(line, column, call, names, otherwise, body) : new BlockNode(line, column, call, names, body, otherwise);
    }

    /// <summary>A helper or path with its arguments, and the names after <c>as |…|</c>.</summary>
    private TemplateCall Call(Tag tag, string content, out IReadOnlyList<string> names)
    {
        names = [];
        var bar = content.IndexOf(" as |", StringComparison.Ordinal);
        if (bar >= 0)
        {
            names = content[(bar + 5)..].TrimEnd().TrimEnd('|').Split(' ', StringSplitOptions.RemoveEmptyEntries);
            content = content[..bar];
        }

        var reader = new ExpressionReader(content, message => Wrong(tag.Start, message));
        var call = reader.Call();
        reader.End();
        return call;
    }

    private sealed record Tag(int Start, string Content, bool IsText, bool IsRaw, bool TrimBefore, bool TrimAfter)
    {
        public static Tag OfText(int start, string content) => new(start, content, IsText: true, IsRaw: false, TrimBefore: false, TrimAfter: false);
    }
}
