using Status.Activities.Compliance.Windows;

namespace Status.Activities.Agreements.Documents;

/// <summary>An agreement that was read and found free of problems: everything in it is resolved, parsed and ready to evaluate. Immutable.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What people call it: <c>context.name</c> or the id.</param>
/// <param name="Zone">The zone of its windows.</param>
/// <param name="Guarantees">Its promises; at least one.</param>
public sealed record Agreement(string Id, string Name, CivilZone Zone, IReadOnlyList<Guarantee> Guarantees);
