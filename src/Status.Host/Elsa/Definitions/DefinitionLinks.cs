using System.Security.Claims;
using System.Text.Json.Nodes;
using Status.Workflows.Definitions;

namespace Status.Host.Elsa.Definitions;

/// <summary>
/// The links of definitions: exactly what the caller may do. Studio shows a definition without <c>publish</c> read-only and a list without <c>bulk-publish</c> without its
/// buttons, so both stand for the right to write and to publish.
/// </summary>
internal static class DefinitionLinks
{
    /// <summary>Links of a list.</summary>
    public static JsonArray OfList(ClaimsPrincipal caller)
    {
        var rights = new DefinitionRights(caller);
        var links = new JsonArray(
            Link("/workflow-definitions", "self", "GET"),
            Link("/workflow-definitions/validation/is-name-unique", "is-name-unique", "GET"),
            Link("/workflow-definitions/query/count", "count", "GET"),
            Link("/workflow-definitions/many-by-id", "many-by-id", "GET"));
        if (rights.Delete)
        {
            Add(links, "/bulk-actions/delete/workflow-definitions/by-definition-id", "bulk-delete-by-definition-id", "POST");
            Add(links, "/bulk-actions/delete/workflow-definitions/by-id", "bulk-delete-by-id", "POST");
        }

        if (rights is { Write: true, Publish: true }) Add(links, "/bulk-actions/publish/workflow-definitions/by-definition-ids", "bulk-publish", "POST");
        if (rights.Retract) Add(links, "/bulk-actions/retract/workflow-definitions/by-definition-ids", "bulk-retract", "POST");
        if (!rights.Write) return links;
        Add(links, "/workflow-definitions/import", "import", "POST");
        Add(links, "/workflow-definitions/import-files", "import-files", "POST");
        Add(links, "/workflow-definitions", "create", "POST");
        return links;
    }

    /// <summary>Links of a version.</summary>
    public static JsonArray Of(DefinitionRow version, ClaimsPrincipal caller)
    {
        var rights = new DefinitionRights(caller);
        var self = $"/workflow-definitions/{Uri.EscapeDataString(version.DefinitionId)}";
        var links = new JsonArray(
            Link(self, "self", "GET"),
            Link($"/workflow-definitions/by-definition-id/{Uri.EscapeDataString(version.DefinitionId)}", "self", "GET"),
            Link($"{self}/versions", "versions", "GET"));
        if (rights.Execute)
        {
            Add(links, $"{self}/bulk-dispatch", "bulk-dispatch", "POST");
            Add(links, $"{self}/dispatch", "dispatch", "POST");
            Add(links, $"{self}/execute", "execute", "POST");
        }

        Add(links, $"{self}/export", "export", "POST");
        if (version.IsReadonly) return links;
        if (rights is { Write: true, Publish: true }) Add(links, $"{self}/publish", "publish", "POST");
        if (rights.Retract) Add(links, $"{self}/retract", "retract", "POST");
        if (rights.Delete) Add(links, self, "delete", "DELETE");
        if (!rights.Write) return links;
        Add(links, $"{self}/import", "import", "PUT");
        Add(links, $"{self}/update-references", "update-references", "POST");
        return links;
    }

    private static void Add(JsonArray links, string href, string rel, string method) => links.Add((JsonNode)Link(href, rel, method));

    private static JsonObject Link(string href, string rel, string method) => new() { ["href"] = href, ["rel"] = rel, ["method"] = method };
}
