using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Status.Host.Api;
using Status.Host.Identity.Audit;
using Status.Host.Identity.Roles;

namespace Status.Host.Identity.Users;

/// <summary>People below <c>/api/v1/users</c>.</summary>
internal static class UsersApi
{
    private const int LargestBody = 16 * 1024;

    /// <summary>Maps the routes; <paramref name="api"/> is the group <c>/api/v1</c>.</summary>
    public static void MapUsers(this IEndpointRouteBuilder api)
    {
        var users = api.MapGroup("/users").WithTags("Users").WithMetadata(new RequestSizeLimitAttribute(LargestBody));
        users.MapGet("", ListAsync).RequirePermission("read:users").WithName("ListUsers").WithSummary("People by name")
            .WithDescription("Query: search (in name and display name), role, page from 0, pageSize to 1,000.").ProducesValidationProblem();
        users.MapGet("/{name}", GetAsync).RequirePermission("read:users").WithName("GetUser").WithSummary("One person").ProducesProblem(404);
        users.MapPost("", AddAsync).RequirePermission("administer:users").WithName("CreateUser").WithSummary("Add somebody; a password is needed")
            .ProducesValidationProblem().ProducesProblem(403).ProducesProblem(409);
        users.MapPut("/{name}", ChangeAsync).RequirePermission("administer:users").WithName("ChangeUser")
            .WithSummary("Change somebody; members that are absent stay as they are")
            .WithDescription("A new password or disabled: true ends their sessions. 409 when nobody would be left who may administer users.")
            .ProducesValidationProblem().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        users.MapDelete("/{name}", RemoveAsync).RequirePermission("administer:users").WithName("DeleteUser").WithSummary("Remove somebody; what they did stays in the audit trail")
            .ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<Results<Ok<ListAnswer<UserAnswer>>, ValidationProblem>> ListAsync(HttpRequest request, UserStore users, CancellationToken cancellationToken)
    {
        var query = new ListQuery(request.Query);
        var (page, size, search, role) = (query.Page, query.PageSize, query.Text("search"), query.Text("role"));
        if (query.HasErrors) return query.Problem();
        var (items, total) = await users.ListAsync(search, role, (long)page * size, size, cancellationToken);
        return TypedResults.Ok(new ListAnswer<UserAnswer>([.. items.Select(UserAnswer.From)], total, page, size));
    }

    private static async Task<Results<Ok<UserAnswer>, ProblemHttpResult>> GetAsync(string name, UserStore users, CancellationToken cancellationToken) =>
        await users.FindAsync(name, cancellationToken) is { } user ? TypedResults.Ok(UserAnswer.From(user)) : NotFound();

    private static async Task<Results<Created<UserAnswer>, ValidationProblem, ProblemHttpResult>> AddAsync(
        UserRequest request, HttpContext http, UserStore users, RoleStore roles, UserAdministration administration, TimeProvider time, CancellationToken cancellationToken)
    {
        var name = request.Name?.Trim();
        var known = await roles.ListAsync(cancellationToken);
        var errors = request.Problems(name ?? "", [.. known.Select(role => role.Name)]);
        if (PasswordRules.RefuseName(name) is { } refusal) errors["name"] = [refusal];
        if (request.Password is null) errors["password"] = ["A password is needed."];
        if (errors.Count > 0) return Invalid(errors);
        if (Exceeds(http, known, request.Roles ?? [])) return TooMuch();
        var user = new User(name!, PasswordHash.Create(request.Password!), request.Roles ?? [])
        {
            DisplayName = Display(request.DisplayName, name!),
            DisabledAt = request.Disabled == true ? time.GetUtcNow() : null,
            CreatedAt = time.GetUtcNow(),
        };
        if (await administration.AddAsync(user, Entry(http, name!), cancellationToken) == UserChange.Taken)
            return TypedResults.Problem($"There is a user '{name}' already.", statusCode: StatusCodes.Status409Conflict);
        return TypedResults.Created($"/api/v1/users/{name}", UserAnswer.From((await users.FindAsync(name!, cancellationToken))!));
    }

    private static async Task<Results<Ok<UserAnswer>, ValidationProblem, ProblemHttpResult>> ChangeAsync(
        string name, UserRequest request, HttpContext http, UserStore users, RoleStore roles, UserAdministration administration,
        IssuedCredentials issued, TimeProvider time, CancellationToken cancellationToken)
    {
        var known = await roles.ListAsync(cancellationToken);
        var errors = request.Problems(name, [.. known.Select(role => role.Name)]);
        if (request.Name is { } other && other != name) errors["name"] = ["A user name cannot be changed: the audit trail names people by it."];
        if (errors.Count > 0) return Invalid(errors);
        if (await users.FindAsync(name, cancellationToken) is not { } current) return NotFound();
        if (Exceeds(http, known, [.. current.Roles, .. request.Roles ?? []])) return TooMuch();
        var hash = request.Password is null ? null : PasswordHash.Create(request.Password);
        var outcome = await administration.ChangeAsync(name, Apply, "user.changed", keepSession: null, Entry(http, name), cancellationToken);
        issued.Forget(name);
        return outcome == UserChange.Done ? TypedResults.Ok(UserAnswer.From((await users.FindAsync(name, cancellationToken))!)) : Refusal(outcome);

        User Apply(User user) => user with
        {
            DisplayName = request.DisplayName is null ? user.DisplayName : Display(request.DisplayName, name),
            Roles = request.Roles ?? user.Roles,
            PasswordHash = hash ?? user.PasswordHash,
            DisabledAt = request.Disabled switch { true => user.DisabledAt ?? time.GetUtcNow(), false => null, null => user.DisabledAt },
        };
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        string name, HttpContext http, UserStore users, RoleStore roles, UserAdministration administration, IssuedCredentials issued,
        CancellationToken cancellationToken)
    {
        if (await users.FindAsync(name, cancellationToken) is not { } current) return NotFound();
        if (Exceeds(http, await roles.ListAsync(cancellationToken), current.Roles)) return TooMuch();
        var outcome = await administration.RemoveAsync(name, Entry(http, name), cancellationToken);
        issued.Forget(name);
        return outcome == UserChange.Done ? TypedResults.NoContent() : Refusal(outcome);
    }

    private static Func<string, object?, object?, AuditEntry> Entry(HttpContext http, string name) =>
        (action, before, after) => AuditEntry.By(http, action, $"user/{name}", before, after);

    // Whoever could give more than they have, or take over an account that may more, would have it all.
    private static bool Exceeds(HttpContext http, IReadOnlyList<Role> known, IReadOnlyCollection<string> roles) =>
        known.Where(role => roles.Contains(role.Name)).SelectMany(role => role.Permissions).Any(permission => !http.User.Holds(permission));

    private static string Display(string? text, string name) => string.IsNullOrWhiteSpace(text) ? name : text.Trim();

    private static ValidationProblem Invalid(Dictionary<string, string[]> errors) => TypedResults.ValidationProblem(errors, "Nothing was changed; errors says why.");

    private static ProblemHttpResult NotFound() => TypedResults.Problem("There is no such user.", statusCode: StatusCodes.Status404NotFound);

    private static ProblemHttpResult TooMuch() =>
        TypedResults.Problem("This account, or a role that was named, may do more than you may; somebody who may as much has to do this.", statusCode: StatusCodes.Status403Forbidden);

    private static ProblemHttpResult Refusal(UserChange outcome) => outcome == UserChange.NotFound
        ? NotFound()
        : TypedResults.Problem("Nobody would be left who may administer users. Make somebody else an administrator first.", statusCode: StatusCodes.Status409Conflict);
}
