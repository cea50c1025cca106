namespace Status.Host.Triggers.Admission;

/// <summary>Refuses work for later while too much waits already.</summary>
internal sealed class BacklogFilter(WorkAdmission admission) : IEndpointFilter
{
    /// <inheritdoc/>
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        admission.RefuseBacklog(context.HttpContext.Response) is { } refusal ? ValueTask.FromResult<object?>(refusal) : next(context);
}
