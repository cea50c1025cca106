using Status.Workflows.Authoring;

namespace Status.Workflows.Execution;

/// <summary>
/// What STATUS adds to Elsa's authoring model: facts, writes and idempotency keys. An activity that uses nothing of this file moves to Elsa's
/// packages by changing its usings.
/// </summary>
public static class RunExtensions
{
    /// <summary>Emits a fact with the commit of this burst. <paramref name="fact"/>'s key is usually <see cref="GetIdempotencyKey"/>.</summary>
    public static void Emit(this ActivityExecutionContext context, FactDraft fact) => Run(context).Emit(fact);

    /// <summary>Enlists a write with the commit of this burst.</summary>
    public static void Enlist(this ActivityExecutionContext context, Write write) => Run(context).Enlist(write);

    /// <summary>Adds accepted work for another run with the commit of this burst.</summary>
    public static void Enqueue(this ActivityExecutionContext context, InboxItem item) => Run(context).Enqueue(item);

    /// <summary>
    /// The key that identifies this execution's effect: instance, node and visit (how often this node has been executed in this instance). A burst
    /// that runs again yields the same key, each turn of a loop another one. Sent as <c>Idempotency-Key</c> to other systems.
    /// </summary>
    public static string GetIdempotencyKey(this ActivityExecutionContext context) => Run(context).IdempotencyKey;

    /// <summary>Asks for a commit at the first activity after this one that does not complete synchronously, and keeps the answer for the caller.</summary>
    public static void Reply(this ActivityExecutionContext context, HttpReply reply) => Run(context).Reply(reply);

    /// <summary>
    /// Asks for another try of the activity that runs: when its retry strategy handles one of the kinds and has tries left, this throws and the activity runs again later, with the
    /// same key; else it returns, and the activity goes its ordinary way.
    /// </summary>
    /// <param name="context">The context.</param>
    /// <param name="kinds">Names of the failure, the most exact first: <c>503</c>, <c>5xx</c>.</param>
    /// <param name="message">What went wrong.</param>
    /// <param name="retryAfter">How long the other side asks to be left alone.</param>
    public static void AskForRetry(this ActivityExecutionContext context, IReadOnlyList<string> kinds, string message, TimeSpan? retryAfter = null)
    {
        if ((context as NodeExecution)?.ExtrasOrNull?.Attempt is not { } attempt) return;
        var failure = new RetryRequestedException(kinds, message, retryAfter);
        if (attempt.WouldRetry(failure)) throw failure;
    }

    private static IRunEffects Run(ActivityExecutionContext context) => context as IRunEffects
        ?? throw new InvalidOperationException("Facts, writes and keys need a context of the STATUS engine.");
}

/// <summary>Implemented by the engine's context (and by test contexts): collects the effects of a burst.</summary>
public interface IRunEffects
{
    /// <inheritdoc cref="RunExtensions.GetIdempotencyKey"/>
    string IdempotencyKey { get; }

    /// <inheritdoc cref="RunExtensions.Emit"/>
    void Emit(FactDraft fact);

    /// <inheritdoc cref="RunExtensions.Enlist"/>
    void Enlist(Write write);

    /// <inheritdoc cref="RunExtensions.Enqueue"/>
    void Enqueue(InboxItem item);

    /// <inheritdoc cref="RunExtensions.Reply"/>
    void Reply(HttpReply reply);
}
