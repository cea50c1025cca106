namespace Status.Activities.Agreements.Objectives;

/// <summary>A word of an objective: names carry their text without quotes, operators their canonical spelling.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, int Column, decimal Number = 0);
