namespace Status.Workflows.Operations;

/// <summary>Why a run from outside does not come in.</summary>
/// <param name="Id">The run.</param>
/// <param name="Reason">Why.</param>
/// <param name="InItsWay">The run that stands in its way: one that goes on, is accepted, or comes with it.</param>
public sealed record ImportRefusal(string Id, ImportRefusalReason Reason, string InItsWay);

/// <summary>What stands in the way of a run from outside.</summary>
public enum ImportRefusalReason
{
    /// <summary>Its id is that of a run, or of work that is accepted for a run to come.</summary>
    Taken,

    /// <summary>The activation strategy of its workflow does not allow it beside a run that goes on.</summary>
    NotActivated,

    /// <summary>As many runs of its workflow go on as that allows, or starts wait for the end of one.</summary>
    AtLimit,
}
