using Microsoft.AspNetCore.Authorization;

namespace Status.Host.Identity;

/// <summary>Asks for a permission.</summary>
/// <param name="Permission">The permission.</param>
internal sealed record PermissionRequirement(string Permission) : IAuthorizationRequirement
{
    /// <summary>Grants it to those who hold it.</summary>
    internal sealed class Handler : AuthorizationHandler<PermissionRequirement>
    {
        /// <inheritdoc/>
        protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, PermissionRequirement requirement)
        {
            if (context.User.Holds(requirement.Permission))
                context.Succeed(requirement);
            return Task.CompletedTask;
        }
    }
}
