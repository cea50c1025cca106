using Microsoft.Extensions.DependencyInjection;
using Status.Activities.Agreements.Points;
using Status.Activities.Registry.Computations;
using Status.Workflows.Execution;

namespace Status.Contracts.Tests.Crashes;

/// <summary>The stores that survive the death of a process, in memory or in PostgreSQL, and how to look into them from outside.</summary>
internal abstract class ShippedStores
{
    public abstract IComputationStore Computations { get; }

    public abstract IPointStore Points { get; }

    /// <summary>Registers them with a process.</summary>
    public abstract void AddTo(IServiceCollection services);

    /// <summary>The schedules of the definitions do not tick.</summary>
    public abstract Task StopSchedulesAsync();

    /// <summary>Every fact there is.</summary>
    public abstract Task<IReadOnlyList<ShippedFact>> ReadFactsAsync();

    /// <summary>Answers, runs, what is left in the inbox, what is waited for, what messages wait, and the evidence; a line each.</summary>
    public abstract Task<IReadOnlyList<string>> ReadRowsAsync();

    protected static string Run(string definition, InstanceSubStatus subStatus, int incidents) => $"run {definition} {subStatus} {incidents}";

    protected static string Left(InboxItemKind kind, string? parkedReason) => $"left in the inbox {kind} {parkedReason}";

    protected static string Evidence(string? controlId, string kind, string source, string digest) => $"evidence {controlId} {kind} {source} {digest}";

    protected static string Reply(string run, int status, string body) => $"reply {run} {status} {body}";
}

/// <summary>A fact as it lies on the feed.</summary>
internal sealed record ShippedFact(string Type, string Key, int Depth, Status.Workflows.Model.Data.DataObject Body);
