using Microsoft.Extensions.Options;
using Status.Host.WebConsole;
using Status.Testing;

namespace Status.Host.Tests.WebConsole;

public sealed class ConsoleFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ConsoleFilesTests()
    {
        Write("index.html");
        Write("index.html.br");
        Write("assets/console-AbC.js");
        Write("assets/console-AbC.js.br");
        Write("assets/console-AbC.js.gz");
        Write("elsa/3.8.2/index.html");
        Write("elsa/3.8.2/_framework/dotnet.js");
        Write("elsa/3.8.2/_framework/dotnet.native.b6l13xorvf.wasm");
        Write("elsa/3.8.2/_framework/icudt.oh1zvcfom8.dat");
        Write("elsa/3.8.2/_content/site.webmanifest");
    }

    [Theory]
    [InlineData("index.html", "text/html; charset=utf-8", false, "br,")]
    [InlineData("assets/console-AbC.js", "text/javascript; charset=utf-8", true, "br,gzip,")]
    [InlineData("elsa/3.8.2/index.html", "text/html; charset=utf-8", false, "")]
    [InlineData("elsa/3.8.2/_framework/dotnet.js", "text/javascript; charset=utf-8", false, "")]
    [InlineData("elsa/3.8.2/_framework/dotnet.native.b6l13xorvf.wasm", "application/wasm", true, "")]
    [InlineData("elsa/3.8.2/_framework/icudt.oh1zvcfom8.dat", "application/octet-stream", true, "")]
    [InlineData("elsa/3.8.2/_content/site.webmanifest", "application/manifest+json", true, "")]
    public void File_ByItsAddress_HasTypeLifeAndForms(string path, string type, bool kept, string codings)
    {
        var file = Files()[path];
        Assert.NotNull(file);
        Assert.Equal(type, file.ContentType);
        Assert.Equal(kept, file.CacheControl.Contains("immutable", StringComparison.Ordinal));
        Assert.Equal(codings, string.Join(',', file.Forms.Select(form => form.Coding)));
        Assert.Equal(file.Forms.Count, file.Forms.Select(form => form.EntityTag).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData("../secret")]
    [InlineData("assets/../../secret")]
    [InlineData("/etc/passwd")]
    [InlineData("assets")]
    [InlineData("assets/")]
    [InlineData("assets/console-AbC.js.br")]
    [InlineData("INDEX.HTML")]
    public void File_OutsideTheListOrAPackedForm_IsNothing(string path)
    {
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(_folder.Path)!, "secret"), "no");
        Assert.Null(Files()[path]);
    }

    [Fact]
    public void Folder_ThatIsMissing_HasNoFiles() => Assert.Null(Files("/nowhere/at/all")["index.html"]);

    public void Dispose()
    {
        File.Delete(Path.Combine(Path.GetDirectoryName(_folder.Path)!, "secret"));
        _folder.Dispose();
    }

    private ConsoleFiles Files(string? folder = null) => new(Options.Create(new ConsoleOptions { Folder = folder ?? _folder.Path }));

    private void Write(string path)
    {
        var file = Path.Combine(_folder.Path, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, path);
    }
}
