namespace Status.Testing.Workflows;

/// <summary>A transaction around which a process may die.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="EndsWork">Whether work precedes it that is lost with the process or seen by others.</param>
/// <param name="IsTick">Whether timers moved in it.</param>
public readonly record struct CrashMoment(int Number, bool EndsWork, bool IsTick);
