using Status.Workflows.Expressions.JavaScript.Patterns;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Runtime;

/// <summary>An instance of <c>RegExp</c>.</summary>
internal sealed class PatternValue(PatternCode code) : ScriptObject
{
    public PatternCode Code { get; } = code;

    public double LastIndex { get; set; }

    public bool Get(string name, out DataValue value)
    {
        value = name switch
        {
            "lastIndex" => DataValue.Of(LastIndex),
            "source" => DataValue.Of((object)Source),
            "flags" => DataValue.Of((object)Code.Flags),
            "global" => Has('g'),
            "ignoreCase" => Has('i'),
            "multiline" => Has('m'),
            "dotAll" => Has('s'),
            "unicode" => Has('u'),
            "sticky" => Has('y'),
            _ => default,
        };
        return !value.IsUndefined;
    }

    public override string ToString() => $"/{Source}/{Code.Flags}";

    private string Source => Code.Source.Length == 0 ? "(?:)" : Code.Source;

    private DataValue Has(char flag) => DataValue.Of(Code.Flags.Contains(flag, StringComparison.Ordinal));
}
