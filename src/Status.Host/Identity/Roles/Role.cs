namespace Status.Host.Identity.Roles;

/// <summary>A named set of permissions.</summary>
/// <param name="Name">For example <c>AUDITOR</c>.</param>
/// <param name="Description">What it is for, in one sentence.</param>
/// <param name="Permissions">What its holders may do; see <see cref="Permission"/>.</param>
internal sealed record Role(string Name, string Description, IReadOnlyList<string> Permissions);
