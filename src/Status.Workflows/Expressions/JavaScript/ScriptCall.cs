using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript;

/// <summary>One call of a <see cref="HostFunction"/>.</summary>
public readonly ref struct ScriptCall
{
    private readonly Run _run;
    private readonly ReadOnlySpan<DataValue> _arguments;

    internal ScriptCall(Run run, ReadOnlySpan<DataValue> arguments)
    {
        _run = run;
        _arguments = arguments;
    }

    /// <summary>How many arguments were passed.</summary>
    public int Count => _arguments.Length;

    /// <summary>The host of the evaluation.</summary>
    public ScriptHost Host => _run.Host;

    /// <summary>Cancelled when the evaluation's caller gave up.</summary>
    public CancellationToken CancellationToken => _run.Cancellation;

    /// <summary>The argument at <paramref name="index"/> as a value of the closed set; <c>null</c> when absent, undefined or a function.</summary>
    public object? this[int index] => index < _arguments.Length ? _run.Export(_arguments[index]) : null;

    /// <summary>Whether an argument is there and is neither undefined nor null.</summary>
    public bool Has(int index) => index < _arguments.Length && !_arguments[index].IsNullish;

    /// <summary>The argument as text by JavaScript's rules; <paramref name="absent"/> when it is absent, undefined or null.</summary>
    public string Text(int index, string absent = "") => Has(index) ? _run.ToText(_arguments[index]) : absent;

    /// <summary>The argument as a number by JavaScript's rules; NaN when absent.</summary>
    public double Number(int index) => index < _arguments.Length ? _run.ToNumber(_arguments[index]) : double.NaN;

    /// <summary>Whether the argument counts as true.</summary>
    public bool Truth(int index) => index < _arguments.Length && Truth(_arguments[index]);

    /// <summary>Charges the evaluation for work of the given size (elements or characters), before it is done.</summary>
    public void Charge(long steps, long bytes = 0)
    {
        _run.Charge(steps);
        _run.Allocate(bytes);
    }

    private static bool Truth(in DataValue value) => Coerce.IsTruthy(value);
}
