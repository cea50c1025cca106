#pragma warning disable CA1822, MA0150
using Status.Workflows.Expressions.JavaScript.Compilation;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Runtime;

internal sealed class Run(ProgramCode code)
{
    public ProgramCode Code { get; } = code;
    public ScriptHost Host { get; private set; } = null!;
    public CancellationToken Cancellation { get; private set; }
    public object? Export(in DataValue value) => value.ToObject();
    public object? ExportResult(in DataValue value) => value.ToObject();
    public string ToText(in DataValue value) => throw new NotSupportedException($"{value.ToObject()} {Code}");
    public double ToNumber(in DataValue value) => throw new NotSupportedException($"{value.ToObject()} {Code}");
    public double ResultAsNumber(in DataValue value) => ToNumber(value);
    public DataValue Execute(ProgramCode program) => throw new NotSupportedException($"{program} {Code}");
    public void Charge(long steps) => throw new NotSupportedException($"{steps} {Code}");
    public void Allocate(long bytes) => throw new NotSupportedException($"{bytes} {Code}");
    public void Start(ScriptHost host, ScriptLimits limits, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(limits);
        (Host, Cancellation) = (host, cancellationToken);
    }

    public bool Finish() => Host is not null;
}
