using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Runtime;

/// <summary>What an object has from its class or constructor, and the private members that only the class's body sees.</summary>
internal static class Lineage
{
    /// <summary>The origin of an object literal with getters or setters: it has no class, but writing it needs care.</summary>
    public static readonly object Accessors = new();

    public static DataValue Get(Run run, in DataValue self, object origin, string name) =>
        TryFind(origin, name, out var value) ? AccessorValue.Read(run, self, value) : default;

    public static bool TryFind(object origin, string name, out DataValue value)
    {
        var maker = Maker(origin);
        if (maker is ClassValue type && type.TryFind(name, out value)) return true;
        if (maker is Closure { Prototype: { } prototype } && prototype.TryGet(name, out value)) return true;
        value = maker is not null && name == "constructor" ? DataValue.Of((object)maker) : default;
        return !value.IsUndefined;
    }

    /// <summary>The class or constructor function behind an origin; <c>null</c> when there is none.</summary>
    public static FunctionValue? Maker(object? origin) => origin is WithPrivates instance ? instance.Maker as FunctionValue : origin as FunctionValue;

    public static object? OriginOf(in DataValue value) => value.Ref switch { DataObject members => members.Origin, ErrorValue error => error.Members.Origin, _ => null };

    public static bool IsInstance(in DataValue value, FunctionValue of)
    {
        var maker = Maker(OriginOf(value));
        return maker is not null && (maker == of || (maker is ClassValue type && of is ClassValue other && type.Extends(other)));
    }

    /// <summary>Sets a member of an object whose origin may have a word in it.</summary>
    public static void Set(Run run, in DataValue self, DataObject members, string name, in DataValue value)
    {
        if (members.TryGet(name, out var own))
        {
            if (own.Ref is AccessorValue accessor)
            {
                accessor.Write(run, self, name, value);
                return;
            }
        }
        else if (members.Origin is { } origin && TryFind(origin, name, out var inherited) && inherited.Ref is AccessorValue shared)
        {
            shared.Write(run, self, name, value);
            return;
        }

        Put(run, members, name, value);
    }

    /// <summary>A field of a class: always the instance's own, whatever setters there are.</summary>
    public static void DefineField(Run run, in DataValue self, string name, in DataValue value)
    {
        if (self.Ref is DataObject members) Put(run, members, name, value);
        else if (self.Ref is ClassValue type) Put(run, type.Statics, name, value);
        else Access.Set(run, self, name, value);
    }

    public static DataValue GetPrivate(Run run, in DataValue owner, string key, string name) =>
        Store(owner) is { } store && store.TryGet(key, out var value) ? AccessorValue.Read(run, owner, value) : throw Missing(run, name);

    public static void SetPrivate(Run run, in DataValue owner, string key, string name, in DataValue value)
    {
        if (Store(owner) is not { } store || !store.TryGet(key, out var current)) throw Missing(run, name);
        if (current.Ref is AccessorValue accessor) accessor.Write(run, owner, name, value);
        else if (current.Ref is Closure method && IsMethod(owner, key, method)) throw run.TypeError($"The private method {name} cannot be set.");
        else store.Set(key, Run.Settle(run, value));
    }

    public static bool HasPrivate(in DataValue owner, string key) => Store(owner)?.ContainsKey(key) == true;

    public static void AddPrivate(Run run, in DataValue self, string key, in DataValue value)
    {
        run.Allocate(72);
        if (self.Ref is ClassValue type)
        {
            (type.PrivateStatics ??= []).Set(key, value);
            return;
        }

        var members = self.Ref as DataObject ?? ((ErrorValue)self.Ref!).Members;
        if (members.Origin is not WithPrivates instance) members.Origin = instance = new WithPrivates(members.Origin);
        if (!instance.Members.Set(key, value)) throw run.TypeError("A private member was declared twice on the same object.");
    }

    private static bool IsMethod(in DataValue owner, string key, Closure method)
    {
        for (var type = Maker(OriginOf(owner)) as ClassValue; type is not null; type = type.Parent as ClassValue)
        {
            if (type.HasPrivateMethod(key, method)) return true;
        }

        return false;
    }

    private static DataObject? Store(in DataValue owner) =>
        owner.Ref is ClassValue type ? type.PrivateStatics : (OriginOf(owner) as WithPrivates)?.Members;

    private static ScriptThrow Missing(Run run, string name) => run.TypeError($"The object has no private member {name}: its class did not declare it.");

    private static void Put(Run run, DataObject members, string name, in DataValue value)
    {
        var settled = Run.Settle(run, value);
        if (settled.Ref is null or ScriptObject) run.Taint(members, settled);
        if (members.Set(name, settled)) run.Allocate(72);
    }

    /// <summary>The origin of an instance with private members.</summary>
    private sealed class WithPrivates(object? maker)
    {
        public object? Maker { get; } = maker;

        public DataObject Members { get; } = [];
    }
}
