using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Npgsql;
using Status.Activities.Registry.Agreements;

namespace Status.Activities.Registry.Platform;

/// <summary>
/// Puts shipped agreements into the registry: new ones, and new renditions of those that nobody edited. What a person wrote or deleted stays as it is. The
/// agreement about the platform brings its catalog and controls along.
/// </summary>
/// <param name="agreements">The registry.</param>
/// <param name="dataSource">The database.</param>
/// <param name="options">The thresholds.</param>
/// <param name="time">Now.</param>
public sealed class PlatformSeed(IAgreementStore agreements, NpgsqlDataSource dataSource, IOptions<PlatformOptions> options, TimeProvider time)
{
    /// <summary>The id of the agreement about the platform.</summary>
    public const string PlatformAgreement = "platform-service-levels";

    /// <summary>The document as it would enter the registry: the platform's thresholds come from the configuration.</summary>
    public JsonElement Render(JsonElement shipped)
    {
        if (!shipped.TryGetProperty("id", out var id) || id.ValueKind != JsonValueKind.String || id.GetString() != PlatformAgreement) return shipped;
        var node = JsonNode.Parse(shipped.GetRawText())!;
        options.Value.Apply(node);
        using var document = JsonDocument.Parse(node.ToJsonString());
        return document.RootElement.Clone();
    }

    /// <summary>Stores a document that was rendered and found valid.</summary>
    /// <returns>Whether the registry changed.</returns>
    public async Task<bool> StoreAsync(string id, JsonElement document, CancellationToken cancellationToken)
    {
        var author = await agreements.FindAuthorAsync(id, cancellationToken);
        if (author is { IsDeleted: true } || (author is not null && author.Author != AgreementAuthor.Shipped)) return false;
        var write = author is null
            ? await agreements.CreateAsync(id, document, AgreementAuthor.Shipped, cancellationToken)
            : await agreements.ReplaceAsync(id, document, AgreementAuthor.Shipped, null, cancellationToken);
        var changed = write.Status is AgreementWriteStatus.Created or AgreementWriteStatus.Replaced;
        if (changed && id == PlatformAgreement) await StoreControlsAsync(document, cancellationToken);
        return changed;
    }

    private async Task StoreControlsAsync(JsonElement document, CancellationToken cancellationToken)
    {
        var controls = PlatformControl.All(options.Value);
        // A catalog that is there keeps its controls; only those named as shipped, in the shape that ships, follow the thresholds.
        await using var command = dataSource.CreateCommand("""
            with made as (
                insert into registry.catalogs (name, description, start_date, tpa_id, status, time_zone)
                values ('Platform', 'What STATUS watches about its own machine', $1, $2, 'finalized', 'UTC') on conflict (tpa_id) do nothing returning id),
            added as (
                insert into registry.controls (name, description, period, start_date, workflow_definition_id, params, status, catalog_id)
                select r.name, r.description, 'MINUTELY', $1, 'control-metric', r.params, 'finalized', made.id
                from made cross join unnest($3::text[], $4::text[], $5::jsonb[]) as r (name, description, params))
            update registry.controls c set params = c.params || jsonb_build_object('condition', r.params ->> 'condition')
            from registry.catalogs k, unnest($3::text[], $4::text[], $5::jsonb[]) as r (name, description, params)
            where k.tpa_id = $2 and c.catalog_id = k.id and c.name = r.name and c.workflow_definition_id = 'control-metric'
            """);
        command.Parameters.AddWithValue(Beginning(document));
        command.Parameters.AddWithValue(PlatformAgreement);
        command.Parameters.AddWithValue(controls.Select(control => control.Name).ToArray());
        command.Parameters.AddWithValue(controls.Select(control => control.Description).ToArray());
        command.Parameters.AddWithValue(controls.Select(control => control.Parameters()).ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // The controls begin with the agreement that rests on them, not with the first start: a check in the first minute already has a complete window to look at.
    private DateTimeOffset Beginning(JsonElement document)
    {
        var now = time.GetUtcNow();
        var initial = document.GetProperty("context").GetProperty("validity").GetProperty("initial").GetString();
        return DateTimeOffset.TryParse(initial, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var begins) && begins < now ? begins.ToUniversalTime() : now;
    }
}
