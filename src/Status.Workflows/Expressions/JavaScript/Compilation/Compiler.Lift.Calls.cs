using Status.Workflows.Expressions.JavaScript.Syntax;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Compilation;

/// <content>Calls, chains and literals that yield or await inside.</content>
internal sealed partial class Compiler
{
    private CallExpr LiftCall(CallExpr node, List<Steps> before)
    {
        var waits = node.Arguments.Exists(a => a.Suspends);
        var callee = node.Callee switch
        {
            // What the library has is known before anything runs; super is this.
            NameExpr { Binding: null } or SuperExpr => node.Callee,
            MemberExpr or IndexExpr or PrivateExpr => LiftPlace(node.Callee, before, keeps: waits),
            _ => waits ? Kept(Lift(node.Callee, before), before) : Lift(node.Callee, before),
        };
        return new CallExpr(node.Position, callee, LiftAll(node.Arguments, before), node.Optional);
    }

    /// <summary>In <c>a?.b(await c)</c> nothing behind the question mark happens once the chain has ended.</summary>
    private KeptExpr LiftChain(ChainExpr node, List<Steps> before)
    {
        var (ended, result) = (_function.NextSlot(), _function.NextSlot());
        before.Add(frame => Once(frame, f =>
        {
            (f.Locals[ended], f.Locals[result]) = (DataValue.Of(false), default);
            return Flow.Next;
        }));
        var steps = new List<Steps>();
        steps.Add(Keep(result, new ChainExpr(node.Position, LiftLink(node.Body, ended, steps))));
        before.AddRange(steps.Select(s => When(frame => frame.Locals[ended].Num == 0, [s])));
        return new KeptExpr(node.Position, result);
    }

    private Expr LiftLink(Expr link, int ended, List<Steps> steps)
    {
        if (!link.Suspends) return link;
        Expr Owner(Expr target, bool optional)
        {
            var owner = Kept(LiftLink(target, ended, steps), steps);
            if (optional) EndWhenNullish(owner, ended, steps);
            return owner;
        }

        switch (link)
        {
            case MemberExpr member: return new MemberExpr(link.Position, Owner(member.Target, member.Optional), member.Name, false);
            case PrivateExpr secret: return new PrivateExpr(link.Position, Owner(secret.Target, secret.Optional), secret.Name, false) { Key = secret.Key };
            case IndexExpr index: return new IndexExpr(link.Position, Owner(index.Target, index.Optional), Lift(index.Key, steps), false);
            case CallExpr { Callee: MemberExpr { Target: var target } method } call when target is not NameExpr { Binding: null }:
                var callee = new MemberExpr(method.Position, Owner(target, method.Optional), method.Name, false);
                if (call.Optional) EndWhenNullish(Kept(callee, steps), ended, steps);
                return new CallExpr(link.Position, callee, LiftAll(call.Arguments, steps), false);
            case CallExpr call: return new CallExpr(link.Position, Owner(call.Callee, call.Optional), LiftAll(call.Arguments, steps), false);
            default: return Lift(link, steps);
        }
    }

    private void EndWhenNullish(Expr node, int ended, List<Steps> steps)
    {
        var value = Value(node);
        steps.Add(frame => Once(frame, f =>
        {
            if (value(f).IsNullish) f.Locals[ended] = DataValue.Of(true);
            return Flow.Next;
        }));
    }

    private Expr LiftSequence(SequenceExpr node, List<Steps> before)
    {
        var last = node.Items.FindLastIndex(i => i.Suspends);
        for (var i = 0; i < last; i++) Kept(Lift(node.Items[i], before), before);
        var rest = node.Items[(last + 1)..];
        rest.Insert(0, Lift(node.Items[last], before));
        return rest.Count == 1 ? rest[0] : new SequenceExpr(node.Position, rest);
    }

    private ObjectExpr LiftObject(ObjectExpr node, List<Steps> before)
    {
        var last = node.Members.FindLastIndex(m => m.Value.Suspends || m.Computed is { Suspends: true });
        var members = new List<ObjectMember>(node.Members);
        for (var i = 0; i <= last; i++)
        {
            var member = members[i];
            var key = member.Computed is null ? null : Kept(Lift(member.Computed, before), before);
            var value = member.Value is SpreadExpr spread
                ? new SpreadExpr(spread.Position, Kept(new ObjectExpr(spread.Position, [member with { Value = new SpreadExpr(spread.Position, Lift(spread.Value, before)) }]), before))
                : Kept(Lift(member.Value, before), before);
            members[i] = member with { Computed = key, Value = value };
        }

        return new ObjectExpr(node.Position, members);
    }
}
