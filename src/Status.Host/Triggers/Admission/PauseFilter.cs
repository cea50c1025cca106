namespace Status.Host.Triggers.Admission;

/// <summary>
/// Refuses work that would begin at once while the runtime is paused, too much waits, or this host answers as many callers as it may. Whoever is let in counts among them until the
/// answer has been written.
/// </summary>
internal sealed class PauseFilter(WorkAdmission admission) : IEndpointFilter
{
    /// <inheritdoc/>
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        admission.Enter(context.HttpContext.Response) is { } refusal ? ValueTask.FromResult<object?>(refusal) : AnswerAsync(context, next);

    private async ValueTask<object?> AnswerAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        finally
        {
            admission.Leave();
        }
    }
}
