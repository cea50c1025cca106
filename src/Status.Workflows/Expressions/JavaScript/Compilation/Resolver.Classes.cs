using Status.Workflows.Expressions.JavaScript.Syntax;

namespace Status.Workflows.Expressions.JavaScript.Compilation;

/// <content>Classes: their own names, and the private names that only their bodies know.</content>
internal sealed partial class Resolver
{
    private readonly List<Dictionary<string, (string Key, MemberKind Kind, bool IsStatic)>> _privates = [];
    private int _classes;

    private void VisitClass(ClassExpr type)
    {
        Visit(type.Parent);
        type.Number = _classes++;
        type.Scope = Inner();
        // Known to the class alone, and set before any of its code runs.
        Declare(type.Scope, SuperExpr.HomeName, DeclarationKind.Parameter, type.Position, type.Position);
        if (type.Name.Length > 0) Declare(type.Scope, type.Name, DeclarationKind.Const, type.Position, type.Position);
        foreach (var member in type.Members.Where(m => m.FieldKey is not null)) Declare(type.Scope, member.FieldKey!, DeclarationKind.Parameter, type.Position, type.Position);
        var names = new Dictionary<string, (string Key, MemberKind Kind, bool IsStatic)>(StringComparer.Ordinal);
        foreach (var member in type.Members.Where(m => m.IsPrivate))
        {
            var isPair = names.TryGetValue(member.Name!, out var before) && before.IsStatic == member.IsStatic && (before.Kind, member.Kind) is (MemberKind.Getter, MemberKind.Setter) or (MemberKind.Setter, MemberKind.Getter);
            if (names.ContainsKey(member.Name!) && !isPair) Problem(member.Position, $"'{member.Name}' is already declared in this class.");
            names[member.Name!] = ($"{member.Name}@{type.Number}", member.Kind, member.IsStatic);
        }

        _privates.Add(names);
        Within(
            () =>
            {
                Visit(type.Constructor);
                foreach (var member in type.Members)
                {
                    Visit(member.Computed);
                    Visit(member.Value);
                }

                Visit(type.Fields);
                Visit(type.Statics);
            },
            type.Scope);
        _privates.RemoveAt(_privates.Count - 1);
    }

    private string PrivateKey(string name, int position)
    {
        for (var i = _privates.Count - 1; i >= 0; i--)
        {
            if (_privates[i].TryGetValue(name, out var known)) return known.Key;
        }

        Problem(position, $"'{name}' is not declared in the class around it.");
        return name;
    }
}
