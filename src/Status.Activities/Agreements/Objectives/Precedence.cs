namespace Status.Activities.Agreements.Objectives;

/// <summary>How tightly the operators bind, as in JavaScript: a higher number binds tighter.</summary>
internal static class Precedence
{
    public const int Unary = 7;
    public const int Primary = 8;

    public static int OfBinary(string symbol) => symbol switch
    {
        "||" => 1,
        "&&" => 2,
        "==" or "!=" => 3,
        ">=" or "<=" or ">" or "<" => 4,
        "+" or "-" => 5,
        "*" or "/" or "%" => 6,
        _ => 0,
    };

    public static bool IsComparison(string symbol) => OfBinary(symbol) is 3 or 4;

    public static bool IsLogical(string symbol) => OfBinary(symbol) is 1 or 2;

    public static int Of(ObjectiveNode node) => node switch
    {
        BinaryNode binary => OfBinary(binary.Operator),
        UnaryNode => Unary,
        _ => Primary,
    };
}
