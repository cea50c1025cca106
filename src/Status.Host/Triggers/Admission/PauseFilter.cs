namespace Status.Host.Triggers.Admission;

/// <summary>Refuses work that would begin at once while the runtime is paused or too much waits.</summary>
internal sealed class PauseFilter(WorkAdmission admission) : IEndpointFilter
{
    /// <inheritdoc/>
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        admission.Refuse(context.HttpContext.Response) is { } refusal ? ValueTask.FromResult<object?>(refusal) : next(context);
}
