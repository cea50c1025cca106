using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Status.Benchmarks.Metrics;

/// <summary>Writes requests by hand, so that the load costs the server's cores as little as it can.</summary>
internal sealed class BatchBody(int batchSize, int series)
{
    private readonly StringBuilder _text = new();

    /// <summary>A whole request: every series with <c>batchSize / series</c> times from <paramref name="start"/> on.</summary>
    public ReadOnlyMemory<byte> Next(long start)
    {
        _text.Clear().Append("{\"samples\":[");
        for (var i = 0; i < batchSize; i++)
        {
            if (i > 0) _text.Append(',');
            _text.Append(CultureInfo.InvariantCulture, $"{{\"name\":\"load.value\",\"labels\":{{\"host\":\"host-{i % series}\",\"site\":\"north\"}},\"at\":{start + (i / series)},\"value\":{i * 0.37}}}");
        }

        _text.Append("]}");
        var body = _text.ToString();
        return Encoding.ASCII.GetBytes($"POST /api/v1/metrics HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
    }

    /// <summary>Reads one answer, which is chunked or small.</summary>
    public static async Task<string> ReadAnswerAsync(Socket socket)
    {
        var buffer = new byte[64 * 1024];
        var length = 0;
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(length));
            if (read == 0) throw new IOException("The server closed the connection.");
            length += read;
            var text = Encoding.ASCII.GetString(buffer, 0, length);
            if (text.EndsWith("0\r\n\r\n", StringComparison.Ordinal) || (text.Contains("Content-Length", StringComparison.OrdinalIgnoreCase) && text.EndsWith('}'))) return text;
        }
    }
}
