using Status.Workflows.Expressions.JavaScript.Syntax;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Runtime;

/// <summary>A class of the script. Instances are plain data objects that remember it (<see cref="DataObject.Origin"/>).</summary>
internal sealed class ClassValue(string name, FunctionValue? parent) : FunctionValue(name)
{
    private List<(string Key, DataValue Value)>? _privateMethods;

    public FunctionValue? Parent { get; } = parent;

    /// <summary>Methods and accessors of instances.</summary>
    public DataObject Members { get; } = [];

    public DataObject Statics { get; } = [];

    /// <summary>Private static members; <c>null</c> when there are none.</summary>
    public DataObject? PrivateStatics { get; set; }

    public Closure? Constructor { get; set; }

    /// <summary>Fills the fields of a new instance.</summary>
    public Closure? Fields { get; set; }

    public override int Length => Constructor?.Length ?? 0;

    public static FunctionValue? ParentOf(Run run, bool extends, in DataValue value)
    {
        if (!extends) return null;
        return value.Ref as ClassValue ?? (value.Ref is NativeFunction { CanBeExtended: true } error ? error : (FunctionValue?)null)
            ?? throw run.TypeError("A class extends another class of the script, or Error and its kinds.");
    }

    public override DataValue Call(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments) => throw run.TypeError($"The class {Name} needs new.");

    public DataValue Construct(Run run, ReadOnlySpan<DataValue> arguments, ClassValue newTarget)
    {
        run.EnterCall();
        DataValue self;
        if (Parent is null)
        {
            run.Allocate(96);
            var instance = new DataObject { Origin = newTarget };
            // What leaves the script is a copy without the class.
            run.Taint(instance, default);
            self = DataValue.Of((object)instance);
            Initialize(run, self);
            if (Constructor is not null && Constructor.Construct(run, ref self, arguments, newTarget) is var given && Ops.IsObject(given)) self = given;
        }
        else if (Constructor is null)
        {
            self = ConstructParent(run, arguments, newTarget);
            Initialize(run, self);
        }
        else
        {
            self = DataValue.Unset;
            var given = Constructor.Construct(run, ref self, arguments, newTarget);
            if (Ops.IsObject(given)) self = given;
            else if (self.Ref == (object)DataTag.Unset) throw run.Error("ReferenceError", $"The constructor of {Name} must call super(…).");
        }

        run.Depth--;
        return self;
    }

    public DataValue ConstructParent(Run run, ReadOnlySpan<DataValue> arguments, ClassValue newTarget)
    {
        if (Parent is ClassValue type) return type.Construct(run, arguments, newTarget);
        var made = ((NativeFunction)Parent!).Construct!(run, default, arguments);
        ((ErrorValue)made.Ref!).Members.Origin = newTarget;
        return made;
    }

    /// <summary>Gives a new instance the private methods and fields that this class declares.</summary>
    public void Initialize(Run run, in DataValue self)
    {
        foreach (var (key, value) in _privateMethods ?? []) Lineage.AddPrivate(run, self, key, value);
        Fields?.Call(run, self, []);
    }

    public void Define(Run run, MemberKind kind, string key, bool isStatic, bool isPrivate, FunctionValue function)
    {
        if (isPrivate && !isStatic)
        {
            _privateMethods ??= [];
            var at = _privateMethods.FindIndex(m => m.Key == key);
            var value = AccessorValue.Merge(kind, function, at < 0 ? default : _privateMethods[at].Value);
            if (at < 0) _privateMethods.Add((key, value));
            else _privateMethods[at] = (key, value);
            return;
        }

        var target = isPrivate ? PrivateStatics ??= [] : isStatic ? Statics : Members;
        target.Set(key, AccessorValue.Merge(kind, function, target.TryGet(key, out var before) ? before : default));
    }

    public bool HasPrivateMethod(string key, FunctionValue method) => _privateMethods?.Exists(m => m.Key == key && m.Value.Ref == (object)method) == true;

    public bool TryFind(string name, out DataValue value)
    {
        for (var type = this; type is not null; type = type.Parent as ClassValue)
        {
            if (type.Members.TryGet(name, out value)) return true;
        }

        value = default;
        return false;
    }

    public bool TryFindStatic(string name, out DataValue value)
    {
        for (var type = this; type is not null; type = type.Parent as ClassValue)
        {
            if (type.Statics.TryGet(name, out value)) return true;
        }

        value = default;
        return false;
    }

    /// <summary><c>super.name</c> with <c>this</c> as it is.</summary>
    public DataValue GetFromParent(Run run, in DataValue self, string name)
    {
        if (Parent is ClassValue type) return type.TryFind(name, out var value) ? AccessorValue.Read(run, self, value) : MethodSite.Inherited(self, name);
        return MethodSite.Inherited(self, name);
    }

    public bool Extends(ClassValue other)
    {
        for (var type = this; type is not null; type = type.Parent as ClassValue)
        {
            if (type == other) return true;
        }

        return false;
    }
}

/// <summary>A member that is computed when it is read and may do something when it is set.</summary>
internal sealed class AccessorValue(FunctionValue? get, FunctionValue? set) : ScriptObject
{
    public FunctionValue? Getter { get; } = get;

    public FunctionValue? Setter { get; } = set;

    /// <summary>A method as it is; a getter or setter together with its other half, when that was declared before.</summary>
    public static DataValue Merge(MemberKind kind, FunctionValue function, in DataValue before)
    {
        if (kind is not (MemberKind.Getter or MemberKind.Setter)) return DataValue.Of((object)function);
        var half = before.Ref as AccessorValue;
        return DataValue.Of((object)(kind == MemberKind.Getter ? new AccessorValue(function, half?.Setter) : new AccessorValue(half?.Getter, function)));
    }

    /// <summary>What a member gives to its reader.</summary>
    public static DataValue Read(Run run, in DataValue self, in DataValue member) =>
        member.Ref is AccessorValue accessor ? accessor.Getter is { } getter ? getter.Call(run, self, []) : default : Coerce.Plain(member);

    public void Write(Run run, in DataValue self, string name, in DataValue value)
    {
        if (Setter is null) throw run.TypeError($"'{name}' has only a getter.");
        Setter.Call(run, self, [value]);
    }
}
