using Status.Workflows.Expressions.JavaScript.Syntax;

namespace Status.Workflows.Expressions.JavaScript.Compilation;

/// <summary>One declared name: its slot in the frame of its function, or, when inner functions use it, a box that the slot holds.</summary>
internal sealed class Binding(string name, DeclarationKind kind, FunctionScope function, int declaredAt)
{
    public string Name { get; } = name;

    public DeclarationKind Kind { get; } = kind;

    public FunctionScope Function { get; } = function;

    /// <summary>Where the declaration is complete; reads further on in the same function need no check.</summary>
    public int DeclaredAt { get; set; } = declaredAt;

    public int Slot { get; } = function.NextSlot();

    /// <summary>An inner function uses it.</summary>
    public bool IsCaptured { get; set; }

    /// <summary>Some read may come before the declaration, so the slot must say so until then.</summary>
    public bool NeedsUnset { get; set; }

    public bool IsInSwitch { get; init; }

    public bool IsLexical => Kind is DeclarationKind.Let or DeclarationKind.Const;
}

/// <summary>Names of a block.</summary>
internal class BlockScope(BlockScope? parent, FunctionScope? function)
{
    private readonly Dictionary<string, Binding> _bindings = new(StringComparer.Ordinal);

    public BlockScope? Parent { get; } = parent;

    public FunctionScope Function => function ?? (FunctionScope)this;

    public IReadOnlyCollection<Binding> Bindings => _bindings.Values;

    /// <summary>Function declarations, made when the block is entered.</summary>
    public List<FunctionStmt> Functions { get; } = [];

    public bool IsSwitch { get; init; }

    public Binding? Find(string name) => _bindings.GetValueOrDefault(name);

    public void Add(Binding binding) => _bindings[binding.Name] = binding;
}

/// <summary>Names of a function (parameters, <c>var</c>, its body's top level), its slots and what it takes from outer functions.</summary>
internal sealed class FunctionScope(BlockScope? parent, bool isArrow) : BlockScope(parent, null)
{
    private readonly List<Binding> _captures = [];
    private int _slots;

    public bool IsArrow { get; } = isArrow;

    public int SlotCount => _slots;

    /// <summary>Bindings of outer functions that this one uses, in the order of its capture array.</summary>
    public IReadOnlyList<Binding> Captures => _captures;

    public Binding? OwnName { get; set; }

    /// <summary><c>this</c> appears in it or in an arrow function inside it.</summary>
    public bool UsesThis { get; set; }

    public int NextSlot() => _slots++;

    public int CaptureIndex(Binding binding)
    {
        var index = _captures.IndexOf(binding);
        if (index >= 0) return index;
        _captures.Add(binding);
        return _captures.Count - 1;
    }
}
