using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Dashboard.Simulator.State;

/// <summary>The world on disk. A write is whole or not at all; without a path nothing is kept.</summary>
internal sealed class SnapshotFile(IOptions<SimulatorOptions> options)
{
    private readonly string? _path =
        options.Value.StatePath.Length == 0 ? null : Path.GetFullPath(options.Value.StatePath);

    public bool IsKept => _path is not null;

    /// <summary>The kept world, or null when there is none yet.</summary>
    /// <exception cref="InvalidDataException">The file is not one of ours.</exception>
    public WorldSnapshot? Load()
    {
        if (_path is null || !File.Exists(_path))
            return null;
        try
        {
            using var stream = File.OpenRead(_path);
            return JsonSerializer.Deserialize<WorldSnapshot>(stream);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException(
                $"Simulator:StatePath names {_path}, which contains no simulated world. Delete it to start again.",
                exception
            );
        }
    }

    public async Task SaveAsync(WorldSnapshot snapshot, CancellationToken cancellationToken)
    {
        if (_path is null)
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        var temporary = $"{_path}.tmp";
        await using (var stream = File.Create(temporary))
            await JsonSerializer.SerializeAsync(stream, snapshot, cancellationToken: cancellationToken);
        File.Move(temporary, _path, overwrite: true);
    }
}
