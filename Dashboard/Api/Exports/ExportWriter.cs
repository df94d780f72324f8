using System.Runtime.CompilerServices;
using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Exports;

/// <summary>Reads a list as a person, and writes it to a file.</summary>
internal sealed class ExportWriter(
    IServiceScopeFactory scopes,
    ExportFolder folder,
    IOptions<ExportOptions> options
)
{
    private const int RowsBetweenLooks = 1000;

    /// <exception cref="UnauthorizedAccessException">The person was signed out, or may not see the list any more.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    public async Task WriteAsync<TLine>(
        ExportJob job,
        ClaimsPrincipal person,
        Func<IServiceProvider, CancellationToken, IAsyncEnumerable<TLine>> read,
        CancellationToken cancellationToken
    )
        where TLine : notnull
    {
        await using var scope = scopes.CreateAsyncScope();
        // The provider looks again and again whether this person is still signed in.
        var provider = scope.ServiceProvider.GetRequiredService<AuthenticationStateProvider>();
        ((IHostEnvironmentAuthenticationStateProvider)provider).SetAuthenticationState(
            Task.FromResult(new AuthenticationState(person))
        );
        await using var file = folder.Create(job.Id);
        job.HasFile = true;
        var lines = CountedAsync(job, read(scope.ServiceProvider, cancellationToken), cancellationToken);
        await ListExport.WriteAsync(file, lines, job.Order.Format, cancellationToken);
    }

    private async IAsyncEnumerable<TLine> CountedAsync<TLine>(
        ExportJob job,
        IAsyncEnumerable<TLine> lines,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var rows = 0L;
        await foreach (var line in lines.WithCancellation(cancellationToken))
        {
            if (rows % RowsBetweenLooks == 0 && !folder.HasSpace)
                throw new IOException("Too little space is left on the volume of Exports__Folder.");
            if (rows == options.Value.MaxRows)
            {
                job.End(job.Status with { IsCut = true });
                break;
            }
            if (++rows % RowsBetweenLooks == 0 || rows == options.Value.BackgroundAbove + 1)
                job.Advance(rows, isLarge: rows > options.Value.BackgroundAbove);
            yield return line;
        }
        job.Advance(rows, isLarge: false);
    }
}
