using System.Text.Json;

namespace Status.Host.Hosting;

/// <summary>What a running host leaves in its data folder for those who come later: who it is and where it answers.</summary>
/// <param name="ProcessId">The process id.</param>
/// <param name="Address">The first address it listens on.</param>
/// <param name="StartedAt">When it was ready.</param>
internal sealed record RunningHost(int ProcessId, string Address, DateTimeOffset StartedAt)
{
    private const string FileName = "host.json";

    /// <summary>Reads the note in a data folder; <c>null</c> when there is none.</summary>
    public static RunningHost? Read(string folder)
    {
        var file = Path.Combine(folder, FileName);
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize<RunningHost>(File.ReadAllText(file)) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            // The note only makes a message friendlier; a torn or closed one says nothing.
            return null;
        }
    }

    /// <summary>Leaves the note.</summary>
    public void Write(DataFolder folder) => DataFolder.WriteSecret(folder.File(FileName), JsonSerializer.Serialize(this));

    /// <summary>Takes the note away.</summary>
    public static void Remove(DataFolder folder) => File.Delete(folder.File(FileName));
}
