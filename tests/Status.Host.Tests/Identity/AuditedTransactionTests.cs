using System.Net;
using System.Text;
using Status.Host.Tests.Elsa.Definitions;
using Status.Host.Tests.Hosting;

namespace Status.Host.Tests.Identity;

/// <summary>A change and its audit entry are one transaction: whichever of them fails, neither is there.</summary>
[Collection(HostProcessCollection.Name)]
public sealed class AuditedTransactionTests(StudioHost host) : IClassFixture<StudioHost>
{
    [Theory]
    [InlineData("workflow", "PUT", "/api/v1/workflows/", "workflows.definitions", "definition_id")]
    [InlineData("agreement", "POST", "/api/v6/agreements", "registry.agreements", "id")]
    public async Task Change_WhoseEntryCannotBeWritten_IsNotMade(string kind, string method, string path, string table, string column)
    {
        var id = "unwritten-" + kind;
        await ExecuteAsync($"alter table identity.audit add constraint refuse_{kind} check (subject <> '{kind}/{id}') not valid");
        Assert.Equal(HttpStatusCode.InternalServerError, await ChangeAsync(kind, id, method, path));
        Assert.Equal((0L, 0L, 0L), await CountAsync(kind, id, table, column));

        await ExecuteAsync($"alter table identity.audit drop constraint refuse_{kind}");
        Assert.Equal(HttpStatusCode.Created, await ChangeAsync(kind, id, method, path));
        Assert.Equal((1L, 1L, 1L), await CountAsync(kind, id, table, column));
    }

    [Theory]
    [InlineData("workflow", "PUT", "/api/v1/workflows/", "workflows.definitions", "definition_id")]
    [InlineData("agreement", "POST", "/api/v6/agreements", "registry.agreements", "id")]
    public async Task Change_ThatFailsWhenItIsCommitted_LeavesNoEntry(string kind, string method, string path, string table, string column)
    {
        var id = "uncommitted-" + kind;
        // A deferred trigger speaks at the commit, when change and entry are both written.
        await ExecuteAsync($$"""
            create function public.refuse_{{kind}}() returns trigger language plpgsql as 'begin raise exception ''refused at the commit''; end';
            create constraint trigger refuse_{{kind}} after insert or update on {{table}} deferrable initially deferred
                for each row when (new.{{column}} = '{{id}}') execute function public.refuse_{{kind}}()
            """);
        Assert.Equal(HttpStatusCode.InternalServerError, await ChangeAsync(kind, id, method, path));
        Assert.Equal((0L, 0L, 0L), await CountAsync(kind, id, table, column));

        await ExecuteAsync($"drop trigger refuse_{kind} on {table}");
        Assert.Equal(HttpStatusCode.Created, await ChangeAsync(kind, id, method, path));
        Assert.Equal((1L, 1L, 1L), await CountAsync(kind, id, table, column));
    }

    [Fact]
    public async Task Save_OfWhatIsThereAlready_LeavesNoEntry()
    {
        var model = StudioHost.NewModel("Saved twice");
        var saved = await StudioHost.SaveAsync(host.Admin, model);
        model["definitionId"] = (string)saved["definitionId"]!;
        await StudioHost.SaveAsync(host.Admin, model);
        Assert.Equal(1L, (await CountAsync("workflow", (string)saved["definitionId"]!, "workflows.definitions", "definition_id")).Entries);
    }

    private async Task<HttpStatusCode> ChangeAsync(string kind, string id, string method, string path)
    {
        var body = kind == "workflow" ? StudioHost.NewModel(id).ToJsonString() : AuditedRequests.Agreement(id);
        using var request = new HttpRequestMessage(new HttpMethod(method), path.EndsWith('/') ? path + id : path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        using var response = await host.Admin.SendAsync(request);
        return response.StatusCode;
    }

    /// <summary>Rows of the change, audit entries, and facts for the ledger.</summary>
    private async Task<(long Rows, long Entries, long Facts)> CountAsync(string kind, string id, string table, string column)
    {
        await using var command = host.DataSource.CreateCommand($"""
            select (select count(*) from {table} where {column} = '{id}'), (select count(*) from identity.audit where subject = '{kind}/{id}'),
                (select count(*) from workflows.facts where starts_with(type, 'audit.{kind}.') and position(convert_to('"{kind}/{id}"', 'UTF8') in body) > 0)
            """);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = host.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
