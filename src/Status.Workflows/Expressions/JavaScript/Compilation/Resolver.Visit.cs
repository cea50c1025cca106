using Status.Workflows.Expressions.JavaScript.Syntax;

namespace Status.Workflows.Expressions.JavaScript.Compilation;

/// <content>The walk.</content>
internal sealed partial class Resolver
{
    private void Visit(IEnumerable<Node?> nodes)
    {
        foreach (var node in nodes) Visit(node);
    }

    private BlockScope Within(Action visit, BlockScope scope)
    {
        var outer = _scope;
        _scope = scope;
        visit();
        _scope = outer;
        return scope;
    }

    private BlockScope Inner(bool isSwitch = false) => new(_scope, _scope.Function) { IsSwitch = isSwitch };

    private void Visit(Node? node)
    {
        switch (node)
        {
            case null or LiteralExpr or PatternExpr or EmptyStmt or JumpStmt or GapExpr or TemplateTextsExpr or NewTargetExpr: break;
            case NameExpr name: Use(name, writes: false); break;
            case ThisExpr: UseThis(); break;
            case TemplateExpr template: Visit(template.Parts); break;
            case ArrayExpr array: VisitArray(array); break;
            case ObjectExpr literal:
                foreach (var member in literal.Members)
                {
                    Visit(member.Computed);
                    Visit(member.Value);
                }

                break;
            case SpreadExpr spread: Visit(spread.Value); break;
            case GroupExpr group: Visit(group.Value); break;
            case UnaryExpr unary: Visit(unary.Operand); break;
            case UpdateExpr update: VisitTarget(update.Target, false); break;
            case BinaryExpr binary:
                Visit(binary.Left);
                Visit(binary.Right);
                break;
            case SumExpr sum: Visit(sum.Terms); break;
            case ConditionalExpr conditional: Visit([conditional.Test, conditional.Then, conditional.Otherwise]); break;
            case AssignExpr assign:
                VisitTarget(assign.Target, false);
                Visit(assign.Value);
                break;
            case MemberExpr member: Visit(member.Target); break;
            case IndexExpr index:
                Visit(index.Target);
                Visit(index.Key);
                break;
            case CallExpr call:
                Visit(call.Callee);
                Visit(call.Arguments);
                break;
            case NewExpr create:
                Visit(create.Callee);
                Visit(create.Arguments);
                break;
            case ChainExpr chain: Visit(chain.Body); break;
            case SequenceExpr sequence: Visit(sequence.Items); break;
            case FunctionExpr function: VisitFunction(function); break;
            case ClassExpr type: VisitClass(type); break;
            case SuperExpr super:
                UseThis();
                Use(super.Home, writes: false);
                Visit(super.Key);
                break;
            case SuperCallExpr super:
                UseThis();
                Use(super.Home, writes: false);
                Visit(super.Arguments);
                break;
            case PrivateExpr secret:
                secret.Key = PrivateKey(secret.Name, secret.Position);
                Visit(secret.Target);
                break;
            case HasPrivateExpr secret:
                secret.Key = PrivateKey(secret.Name, secret.Position);
                Visit(secret.Value);
                break;
            case AwaitExpr wait: Visit(wait.Value); break;
            case YieldExpr yield: Visit(yield.Value); break;
            case Stmt statement: VisitStatement(statement); break;
            default: Problem(node.Position, "Expected '=>' after the parameters."); break;
        }
    }

    private void UseThis()
    {
        for (var function = _scope.Function; ; function = function.Parent!.Function)
        {
            function.UsesThis = true;
            if (!function.IsArrow || function.Parent is null) return;
        }
    }

    private void VisitArray(ArrayExpr array)
    {
        foreach (var item in array.Items)
        {
            if (item is GapExpr) Problem(item.Position, "Arrays have no gaps in this dialect; write undefined or null.");
            Visit(item);
        }
    }

    private void VisitTarget(Expr target, bool declares)
    {
        switch (target)
        {
            case NameExpr name:
                Use(name, writes: true);
                if (!declares && name.Binding?.Kind == DeclarationKind.Const) Problem(name.Position, $"'{name.Name}' is a const; declare it with let to change it.");
                break;
            case ArrayPattern array:
                foreach (var element in array.Elements)
                {
                    if (element is null) continue;
                    VisitTarget(element.Target, declares);
                    Visit(element.Default);
                }

                break;
            case ObjectPattern pattern:
                foreach (var element in pattern.Elements)
                {
                    Visit(element.Computed);
                    VisitTarget(element.Target, declares);
                    Visit(element.Default);
                }

                break;
            default: Visit(target); break;
        }
    }

    private void VisitFunction(FunctionExpr function)
    {
        var scope = new FunctionScope(_scope, function.IsArrow);
        function.Scope = scope;
        foreach (var parameter in function.Parameters)
        {
            foreach (var name in Names(parameter.Target)) Declare(scope, name.Name, DeclarationKind.Parameter, name.Position, name.Position);
        }

        DeclareBlock(scope, function.Body);
        if (function.BindsOwnName && scope.Find(function.Name) is null)
        {
            Declare(scope, function.Name, DeclarationKind.Function, function.Position, function.Position);
            scope.OwnName = scope.Find(function.Name);
        }

        Within(
            () =>
            {
                foreach (var parameter in function.Parameters)
                {
                    VisitTarget(parameter.Target, true);
                    Visit(parameter.Default);
                }

                Visit(function.Body);
                Visit(function.Result);
            },
            scope);
    }

    private void VisitStatement(Stmt statement)
    {
        switch (statement)
        {
            case ExprStmt expression: Visit(expression.Value); break;
            case DeclarationStmt declaration:
                foreach (var item in declaration.Items)
                {
                    VisitTarget(item.Target, true);
                    Visit(item.Value);
                }

                break;
            case FunctionStmt function:
                function.Binding = _scope.Find(function.Function.Name);
                VisitFunction(function.Function);
                break;
            case ClassStmt type:
                VisitTarget(type.Target, true);
                VisitClass(type.Value);
                break;
            case FieldStmt field:
                if (field.Name is ['#', ..]) field.PrivateKey = PrivateKey(field.Name, field.Position);
                Visit(field.Key);
                Visit(field.Value);
                break;
            case BlockStmt block:
                block.Scope = Inner();
                DeclareBlock(block.Scope, block.Body);
                Within(() => Visit(block.Body), block.Scope);
                break;
            case IfStmt branch: Visit([branch.Test, branch.Then, branch.Otherwise]); break;
            case ForStmt loop:
                loop.Scope = Inner();
                if (loop.Init is DeclarationStmt init) DeclareBlock(loop.Scope, [init]);
                Within(() => Visit([loop.Init, loop.Test, loop.Update, loop.Body]), loop.Scope);
                break;
            case ForEachStmt loop: VisitForEach(loop); break;
            case WhileStmt loop:
                Visit(loop.Test);
                Visit(loop.Body);
                break;
            case SwitchStmt choice: VisitSwitch(choice); break;
            case TryStmt attempt: VisitTry(attempt); break;
            case ThrowStmt thrown: Visit(thrown.Value); break;
            case ReturnStmt result: Visit(result.Value); break;
            case LabelStmt label: Visit(label.Body); break;
        }
    }

    private void VisitForEach(ForEachStmt loop)
    {
        loop.Scope = Inner();
        if (loop.Kind is DeclarationKind.Let or DeclarationKind.Const)
        {
            // The loop's own names are declared but unset while the source is evaluated: "for (const x of x)" is an error as in JavaScript.
            foreach (var name in Names(loop.Target)) Declare(loop.Scope, name.Name, loop.Kind.Value, name.Position, loop.Source.Position + 1);
        }

        Within(
            () =>
            {
                Visit(loop.Source);
                foreach (var binding in loop.Scope.Bindings) binding.DeclaredAt = loop.Position;
                VisitTarget(loop.Target, loop.Kind is not null);
                Visit(loop.Body);
            },
            loop.Scope);
    }

    private void VisitSwitch(SwitchStmt choice)
    {
        Visit(choice.Subject);
        choice.Scope = Inner(isSwitch: true);
        DeclareBlock(choice.Scope, choice.Cases.SelectMany(c => c.Body).ToList());
        Within(
            () =>
            {
                foreach (var option in choice.Cases)
                {
                    Visit(option.Test);
                    Visit(option.Body);
                }
            },
            choice.Scope);
    }

    private void VisitTry(TryStmt attempt)
    {
        Visit(attempt.Body);
        if (attempt.Handler is not null)
        {
            attempt.CatchScope = Inner();
            if (attempt.Parameter is not null)
            {
                foreach (var name in Names(attempt.Parameter)) Declare(attempt.CatchScope, name.Name, DeclarationKind.Parameter, name.Position, name.Position);
            }

            Within(
                () =>
                {
                    if (attempt.Parameter is not null) VisitTarget(attempt.Parameter, true);
                    Visit(attempt.Handler);
                },
                attempt.CatchScope);
        }

        Visit(attempt.Final);
    }
}
