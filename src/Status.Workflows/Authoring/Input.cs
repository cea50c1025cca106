using Status.Workflows.Model;

namespace Status.Workflows.Authoring;

/// <summary>An input of an activity: an expression that gives a value when the activity runs.</summary>
public abstract class Input
{
    /// <summary>The expression as authored, when it came from a definition; <c>null</c> for a value set in code.</summary>
    public Expression? Expression { get; init; }

    /// <summary>CLR type of the value.</summary>
    public abstract Type ValueType { get; }

    /// <summary>Place where one execution remembers the value; −1 when the value is fixed. Set by the plan compiler.</summary>
    internal int MemoIndex { get; init; } = -1;

    /// <summary>The fixed value, boxed; <c>null</c> when computed.</summary>
    internal abstract object? Preview { get; }

    /// <summary>The value of this input for the activity that is running, boxed.</summary>
    public abstract object? GetBoxed(ActivityExecutionContext context);
}

/// <summary>An input of type <typeparamref name="T"/>. Same use as Elsa's type of this name.</summary>
/// <typeparam name="T">Type of the value after conversion.</typeparam>
public sealed class Input<T> : Input
{
    private readonly Func<ActivityExecutionContext, T> _evaluate;

    /// <summary>An input with a fixed value.</summary>
    public Input(T literal)
    {
        _evaluate = _ => literal;
        Literal = literal;
        IsLiteral = true;
    }

    /// <summary>An input computed when it is read. The plan compiler binds expressions this way, code-authored workflows may too.</summary>
    public Input(Func<ActivityExecutionContext, T> evaluate) => _evaluate = evaluate;

    /// <summary>Whether the value is fixed.</summary>
    public bool IsLiteral { get; }

    /// <summary>The fixed value; the default of <typeparamref name="T"/> when computed.</summary>
    public T? Literal { get; }

    /// <inheritdoc/>
    public override Type ValueType => typeof(T);

    /// <inheritdoc/>
    internal override object? Preview => Literal;

    /// <summary>The value of this input for the activity that is running.</summary>
    public T Get(ActivityExecutionContext context) => IsLiteral ? Literal! : _evaluate(context);

    /// <inheritdoc/>
    public override object? GetBoxed(ActivityExecutionContext context) => _evaluate(context);
}

/// <summary>An output of an activity; bound to a variable or a workflow output by the definition.</summary>
public abstract class Output
{
    /// <summary>CLR type of the value.</summary>
    public abstract Type ValueType { get; }

    /// <summary>Where the value goes besides the activity's own outputs; set by the plan compiler, <c>null</c> when unbound.</summary>
    public Action<ActivityExecutionContext, object?>? Target { get; set; }

    /// <summary>Wire name before camel-casing; set by the plan compiler.</summary>
    public string Name { get; set; } = "";
}

/// <summary>An output of type <typeparamref name="T"/>. Same use as Elsa's type of this name.</summary>
/// <typeparam name="T">Type of the value.</typeparam>
public sealed class Output<T> : Output
{
    /// <inheritdoc/>
    public override Type ValueType => typeof(T);

    /// <summary>Sets the value.</summary>
    public void Set(ActivityExecutionContext context, T? value) => context.Set(this, value);
}
