namespace Status.Activities.Agreements.Objectives;

internal enum TokenKind
{
    End,
    Number,
    Name,
    True,
    False,
    OpenParenthesis,
    CloseParenthesis,
    Operator,
}
