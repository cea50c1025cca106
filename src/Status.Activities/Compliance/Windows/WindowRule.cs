namespace Status.Activities.Compliance.Windows;

/// <summary>How a guarantee cuts time into windows, as its agreement declares it.</summary>
public sealed record WindowRule
{
    /// <summary>Static windows lie side by side from <see cref="Initial"/> on; dynamic ones end at the instant of evaluation.</summary>
    public required bool IsStatic { get; init; }

    /// <summary>The period a window spans <see cref="Length"/> times.</summary>
    public required ControlPeriod Period { get; init; }

    /// <summary>How many periods one window spans; 1 unless the agreement says otherwise.</summary>
    public int Length { get; init; } = 1;

    /// <summary>Where the first static window begins, in local time of <see cref="Zone"/>. Dynamic windows ignore it.</summary>
    public DateTime Initial { get; init; }

    /// <summary>Nothing is evaluated from this instant on; <c>null</c> for no end.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>The zone whose civil time the periods follow.</summary>
    public required CivilZone Zone { get; init; }
}
