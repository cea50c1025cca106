using Status.Workflows.Expressions.JavaScript.Syntax;

namespace Status.Workflows.Expressions.JavaScript.Compilation;

/// <summary>Walks a program once and ties every name to its declaration, or leaves it to the library and the host.</summary>
internal sealed partial class Resolver
{
    private readonly List<(int Position, string Message)> _problems = [];
    private BlockScope _scope;

    private Resolver(FunctionScope program) => _scope = program;

    public static FunctionScope Resolve(List<Stmt> body, out List<(int Position, string Message)> problems)
    {
        var program = new FunctionScope(null, isArrow: false);
        var resolver = new Resolver(program);
        resolver.DeclareBlock(program, body);
        resolver.Visit(body);
        problems = resolver._problems;
        return program;
    }

    private void Problem(int position, string message) => _problems.Add((position, message));

    private void Declare(BlockScope scope, string name, DeclarationKind kind, int position, int declaredAt)
    {
        if (scope.Find(name) is { } existing)
        {
            var repeatable = kind is DeclarationKind.Var or DeclarationKind.Function && existing.Kind is DeclarationKind.Var or DeclarationKind.Function or DeclarationKind.Parameter
                && (scope is FunctionScope || kind == DeclarationKind.Var);
            if (!repeatable) Problem(position, $"'{name}' is already declared here.");
            return;
        }

        scope.Add(new Binding(name, kind, scope.Function, declaredAt) { IsInSwitch = scope.IsSwitch });
    }

    private void DeclareVar(string name, int position)
    {
        for (var scope = _scope; scope is not null; scope = scope.Parent)
        {
            if (scope.Find(name) is { } binding && binding.IsLexical)
            {
                Problem(position, $"'{name}' is already declared here.");
                return;
            }

            if (scope is not FunctionScope) continue;
            Declare(scope, name, DeclarationKind.Var, position, position);
            return;
        }
    }

    /// <summary>Declares what a statement list declares before any of it runs.</summary>
    private void DeclareBlock(BlockScope scope, List<Stmt> body)
    {
        var outer = _scope;
        _scope = scope;
        foreach (var statement in body)
        {
            switch (statement)
            {
                case DeclarationStmt { Kind: not DeclarationKind.Var } declaration:
                    foreach (var item in declaration.Items)
                    {
                        foreach (var name in Names(item.Target)) Declare(scope, name.Name, declaration.Kind, name.Position, item.End);
                    }

                    break;
                case FunctionStmt function:
                    Declare(scope, function.Function.Name, DeclarationKind.Function, function.Position, function.Position);
                    scope.Functions.Add(function);
                    break;
                case ClassStmt type: Declare(scope, type.Value.Name, DeclarationKind.Let, type.Position, type.End); break;
            }
        }

        if (scope is FunctionScope) HoistVars(body);
        _scope = outer;
    }

    private void HoistVars(IEnumerable<Stmt?> statements)
    {
        foreach (var statement in statements)
        {
            switch (statement)
            {
                case DeclarationStmt { Kind: DeclarationKind.Var } declaration:
                    foreach (var item in declaration.Items) HoistNames(item.Target);
                    break;
                case BlockStmt block: HoistVars(block.Body); break;
                case IfStmt branch: HoistVars([branch.Then, branch.Otherwise]); break;
                case ForStmt loop: HoistVars([loop.Init as DeclarationStmt, loop.Body]); break;
                case ForEachStmt loop:
                    if (loop.Kind == DeclarationKind.Var) HoistNames(loop.Target);
                    HoistVars([loop.Body]);
                    break;
                case WhileStmt loop: HoistVars([loop.Body]); break;
                case LabelStmt label: HoistVars([label.Body]); break;
                case SwitchStmt choice: HoistVars(choice.Cases.SelectMany(c => c.Body)); break;
                case TryStmt attempt: HoistVars([attempt.Body, attempt.Handler, attempt.Final]); break;
            }
        }
    }

    private void HoistNames(Expr target)
    {
        foreach (var name in Names(target)) DeclareVar(name.Name, name.Position);
    }

    private static IEnumerable<NameExpr> Names(Expr target) => target switch
    {
        NameExpr name => [name],
        ArrayPattern array => array.Elements.SelectMany(e => e is null ? [] : Names(e.Target)),
        ObjectPattern pattern => pattern.Elements.SelectMany(e => Names(e.Target)),
        _ => [],
    };

    private void Use(NameExpr name, bool writes)
    {
        for (var scope = _scope; scope is not null; scope = scope.Parent)
        {
            if (scope.Find(name.Name) is not { } binding) continue;
            name.Binding = binding;
            if (binding.Function != _scope.Function)
            {
                binding.IsCaptured = true;
                for (var inner = _scope.Function; inner != binding.Function; inner = inner.Parent!.Function) inner.CaptureIndex(binding);
            }

            if (binding.IsLexical && (binding.Function != _scope.Function || name.Position < binding.DeclaredAt || binding.IsInSwitch))
            {
                name.MayBeUnset = true;
                binding.NeedsUnset = true;
            }

            return;
        }

        if (writes) Problem(name.Position, $"'{name.Name}' is not declared; declare it with let, or use the host's functions to set what belongs to the workflow.");
    }
}
