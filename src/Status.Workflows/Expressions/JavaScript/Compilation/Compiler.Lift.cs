using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Expressions.JavaScript.Syntax;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Compilation;

/// <content>
/// Expressions that yield or await. What comes before the place where the function is left is computed into slots of its frame, in order; what remains is an expression that can be computed in one
/// go. Only these expressions pay for it.
/// </content>
internal sealed partial class Compiler
{
    /// <summary>Moves what yields or awaits out of an expression.</summary>
    /// <param name="node">The expression.</param>
    /// <param name="before">Gets the steps that come first.</param>
    /// <returns>What is computed after them.</returns>
    private Expr Lift(Expr node, List<Steps> before)
    {
        if (!node.Suspends) return node;
        switch (node)
        {
            case YieldExpr yield: return IntoSlot(node.Position, into => Yield(new YieldExpr(node.Position, yield.Value is null ? null : Lift(yield.Value, before), yield.All), into), before);
            case AwaitExpr wait: return IntoSlot(node.Position, into => Await(new AwaitExpr(node.Position, Lift(wait.Value, before)), into), before);
            case GroupExpr group: return new GroupExpr(node.Position, Lift(group.Value, before));
            case UnaryExpr unary: return new UnaryExpr(node.Position, unary.Op, Lift(unary.Operand, before));
            case UpdateExpr update: return new UpdateExpr(node.Position, update.Delta, update.Prefix, LiftPlace(update.Target, before, keeps: false));
            case BinaryExpr { Op: "&&" or "||" or "??" } logic: return LiftLogic(logic.Op, logic.Left, logic.Right, node.Position, before);
            case BinaryExpr binary: return LiftAll([binary.Left, binary.Right], before) is [var left, var right] ? new BinaryExpr(node.Position, binary.Op, left, right) : node;
            case SumExpr sum: return new SumExpr(node.Position, LiftAll(sum.Terms, before));
            case ConditionalExpr conditional: return LiftConditional(conditional, before);
            case AssignExpr assign: return LiftAssign(assign, before);
            case MemberExpr or IndexExpr or PrivateExpr: return LiftPlace(node, before, keeps: false);
            case HasPrivateExpr secret: return new HasPrivateExpr(node.Position, secret.Name, Lift(secret.Value, before)) { Key = secret.Key };
            case CallExpr call: return LiftCall(call, before);
            case ChainExpr chain: return LiftChain(chain, before);
            case NewExpr create: return LiftAll([create.Callee, .. create.Arguments], before) is [var type, .. var rest] ? new NewExpr(node.Position, type, rest) : node;
            case SequenceExpr sequence: return LiftSequence(sequence, before);
            case ArrayExpr array: return new ArrayExpr(node.Position, LiftAll(array.Items, before));
            case ObjectExpr literal: return LiftObject(literal, before);
            case TemplateExpr template: return new TemplateExpr(node.Position, template.Texts, LiftAll(template.Parts, before));
            default:
                // The head of a class, a call of super: compiling it says that it cannot be.
                return node;
        }
    }

    private KeptExpr IntoSlot(int position, Func<Store, Steps> make, List<Steps> before)
    {
        var slot = _function.NextSlot();
        before.Add(make((Frame frame, in DataValue value) => frame.Locals[slot] = value));
        return new KeptExpr(position, slot);
    }

    /// <summary>Computes an expression now and keeps what it gives.</summary>
    private Expr Kept(Expr node, List<Steps> before)
    {
        if (node is LiteralExpr or KeptExpr or FunctionExpr or TemplateTextsExpr or ThisExpr) return node;
        var slot = _function.NextSlot();
        before.Add(Keep(slot, node));
        return new KeptExpr(node.Position, slot);
    }

    private Steps Keep(int slot, Expr node)
    {
        var value = Value(node);
        return frame => Once(frame, f =>
        {
            // The slot is read after the value has been computed: computing may make another frame's locals.
            var computed = Run.Settle(f.Run, value(f));
            f.Locals[slot] = computed;
            return Flow.Next;
        });
    }

    private List<Expr> LiftAll(List<Expr> nodes, List<Steps> before)
    {
        var last = nodes.FindLastIndex(n => n.Suspends);
        var lifted = new List<Expr>(nodes.Count);
        for (var i = 0; i < nodes.Count; i++)
        {
            if (i > last) lifted.Add(nodes[i]);
            else if (nodes[i] is SpreadExpr spread) lifted.Add(new SpreadExpr(spread.Position, Kept(new ArrayExpr(spread.Position, [new SpreadExpr(spread.Position, Lift(spread.Value, before))]), before)));
            else lifted.Add(i < last ? Kept(Lift(nodes[i], before), before) : Lift(nodes[i], before));
        }

        return lifted;
    }

    /// <summary>Steps that run only when a test says so.</summary>
    private static Steps When(Test test, List<Steps> steps)
    {
        Steps[] inner = [.. steps];
        return frame => test(frame) ? InOrder(frame, inner) : Once(frame, static _ => Flow.Next);
    }

    private Expr LiftLogic(string op, Expr left, Expr right, int position, List<Steps> before)
    {
        var first = Lift(left, before);
        if (!right.Suspends) return new BinaryExpr(position, op, first, right);
        var slot = _function.NextSlot();
        before.Add(Keep(slot, first));
        var inner = new List<Steps>();
        inner.Add(Keep(slot, Lift(right, inner)));
        before.Add(When(frame => op switch { "&&" => Coerce.IsTruthy(frame.Locals[slot]), "||" => !Coerce.IsTruthy(frame.Locals[slot]), _ => frame.Locals[slot].IsNullish }, inner));
        return new KeptExpr(position, slot);
    }

    private Expr LiftConditional(ConditionalExpr node, List<Steps> before)
    {
        var test = Lift(node.Test, before);
        if (!node.Then.Suspends && !node.Otherwise.Suspends) return new ConditionalExpr(node.Position, test, node.Then, node.Otherwise);
        var (decided, slot) = (_function.NextSlot(), _function.NextSlot());
        before.Add(Keep(decided, test));
        var (then, otherwise) = (new List<Steps>(), new List<Steps>());
        then.Add(Keep(slot, Lift(node.Then, then)));
        otherwise.Add(Keep(slot, Lift(node.Otherwise, otherwise)));
        before.Add(When(frame => Coerce.IsTruthy(frame.Locals[decided]), then));
        before.Add(When(frame => !Coerce.IsTruthy(frame.Locals[decided]), otherwise));
        return new KeptExpr(node.Position, slot);
    }

    private Expr LiftAssign(AssignExpr node, List<Steps> before)
    {
        if (!node.Value.Suspends) return new AssignExpr(node.Position, node.Op, LiftPlace(node.Target, before, keeps: false), node.Value);
        var target = LiftPlace(node.Target, before, keeps: true);
        if (node.Op == "=") return new AssignExpr(node.Position, "=", target, Lift(node.Value, before));
        if (node.Op is not ("&&=" or "||=" or "??="))
        {
            var current = Kept(target, before);
            return new AssignExpr(node.Position, "=", target, new BinaryExpr(node.Position, node.Op[..^1], current, Lift(node.Value, before)));
        }

        var slot = _function.NextSlot();
        before.Add(Keep(slot, target));
        var inner = new List<Steps>();
        inner.Add(Keep(slot, new AssignExpr(node.Position, "=", target, Lift(node.Value, inner))));
        before.Add(When(frame => node.Op switch { "&&=" => Coerce.IsTruthy(frame.Locals[slot]), "||=" => !Coerce.IsTruthy(frame.Locals[slot]), _ => frame.Locals[slot].IsNullish }, inner));
        return new KeptExpr(node.Position, slot);
    }

    /// <summary>A member whose owner and key are computed; kept when something is left in between.</summary>
    private Expr LiftPlace(Expr node, List<Steps> before, bool keeps)
    {
        Expr Part(Expr part) => keeps ? Kept(Lift(part, before), before) : Lift(part, before);
        switch (node)
        {
            case MemberExpr member when member.Target is NameExpr { Binding: null }: return member;
            case MemberExpr member: return new MemberExpr(node.Position, Part(member.Target), member.Name, member.Optional);
            case IndexExpr { Key.Suspends: true } index: return LiftAll([index.Target, index.Key], before) is [var owner, var key] ? new IndexExpr(node.Position, owner, keeps ? Kept(key, before) : key, index.Optional) : node;
            case IndexExpr index: return new IndexExpr(node.Position, Part(index.Target), keeps ? Kept(index.Key, before) : index.Key, index.Optional);
            case PrivateExpr secret: return new PrivateExpr(node.Position, Part(secret.Target), secret.Name, secret.Optional) { Key = secret.Key };
            default: return node;
        }
    }
}
