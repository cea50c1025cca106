using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Syntax;

internal enum TokenKind
{
    End,
    Name,
    Keyword,
    Punctuator,
    Number,
    Text,
    Template,
    Pattern,
    PrivateName,
}

/// <summary>One token. <see cref="Text"/> is the name, punctuator, or the cooked text; for a template piece, <see cref="IsTail"/> tells that it closes the literal.</summary>
internal readonly record struct Token(TokenKind Kind, int Start, int End, string Text, DataValue Value, bool NewlineBefore, bool IsTail = false, string Flags = "")
{
    public bool Is(string punctuator) => Kind == TokenKind.Punctuator && string.Equals(Text, punctuator, StringComparison.Ordinal);

    public bool IsKeyword(string word) => Kind == TokenKind.Keyword && string.Equals(Text, word, StringComparison.Ordinal);
}

/// <summary>Stops the parser at the first text that is not of the dialect.</summary>
internal sealed class SyntaxException(int position, string message) : Exception(message)
{
    public int Position { get; } = position;
}
