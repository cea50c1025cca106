using System.Security.Cryptography;

namespace Status.Host.Hosting;

/// <summary>The data folder, held by this process alone until disposed.</summary>
internal sealed class DataFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly FileStream _lock;

    private DataFolder(string path, FileStream @lock)
    {
        Path = path;
        _lock = @lock;
    }

    /// <summary>The full path, symbolic links resolved.</summary>
    public string Path { get; }

    /// <summary>Creates the folder when it is missing and takes its lock.</summary>
    /// <exception cref="StartupException">It cannot be created or written, or another process holds it.</exception>
    public static DataFolder Open(string path)
    {
        var full = Prepare(path);
        var held = TryLock(full, out var problem);
        return held is not null ? new DataFolder(full, held) : throw new StartupException(problem);
    }

    /// <summary>Like <see cref="Open"/>, but gives <c>null</c> when another process holds the folder.</summary>
    public static DataFolder? TryOpen(string path)
    {
        var full = Prepare(path);
        return TryLock(full, out _) is { } held ? new DataFolder(full, held) : null;
    }

    /// <summary>A file or folder in the data folder.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Reads a secret, or makes and keeps one that only this user can read.</summary>
    public string GetOrCreateSecret(string name, Func<string> create) => GetOrCreateSecret(Path, name, create);

    /// <inheritdoc cref="GetOrCreateSecret(string, Func{string})"/>
    public static string GetOrCreateSecret(string folder, string name, Func<string> create)
    {
        var file = System.IO.Path.Combine(folder, name);
        if (System.IO.File.Exists(file))
            return System.IO.File.ReadAllText(file).Trim();
        var secret = create();
        WriteSecret(file, secret);
        return secret;
    }

    /// <summary>Writes a file with mode 0600, whole or not at all.</summary>
    public static void WriteSecret(string file, string text)
    {
        var temporary = $"{file}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";
        using (var stream = new FileStream(temporary, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = OwnerOnly,
        }))
        using (var writer = new StreamWriter(stream))
        {
            writer.WriteLine(text);
            writer.Flush();
            stream.Flush(flushToDisk: true);
        }

        System.IO.File.Move(temporary, file, overwrite: true);
    }

    public void Dispose() => _lock.Dispose();

    private static string Prepare(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        try
        {
            if (!Directory.Exists(full))
            {
                // Root's PostgreSQL runs as another user, who has to pass through to its own sub-folder; the files here are 0600.
                const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
                Directory.CreateDirectory(
                    full, Environment.IsPrivilegedProcess ? Owner | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute : Owner);
            }

            return Directory.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException(NotWritable(full), exception);
        }
    }

    private static FileStream? TryLock(string full, out string problem)
    {
        var file = System.IO.Path.Combine(full, "host.lock");
        problem = string.Empty;
        try
        {
            return new FileStream(file, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                UnixCreateMode = OwnerOnly,
            });
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new StartupException(NotWritable(full), exception);
        }
        catch (IOException exception) when (System.IO.File.Exists(file) && !exception.Message.Contains("ead-only", StringComparison.Ordinal))
        {
            var holder = RunningHost.Read(full) is { } host ? $" (process {host.ProcessId}, {host.Address})" : string.Empty;
            problem = $"The data folder {full} is in use by another STATUS host{holder}. Stop that one, or give this one another folder with "
                + "--data <folder> (key Status:Data:Folder, environment STATUS__Data__Folder).";
            return null;
        }
        catch (IOException exception)
        {
            throw new StartupException(NotWritable(full), exception);
        }
    }

    private static string NotWritable(string full) =>
        $"The data folder {full} cannot be created or written by user {Environment.UserName}. Give that user the folder (chown), or choose "
        + "another with --data <folder> (key Status:Data:Folder, environment STATUS__Data__Folder).";
}
