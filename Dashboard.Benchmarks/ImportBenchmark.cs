using System.Diagnostics;
using System.Security.Claims;
using System.Text;
using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Operators;
using Dashboard.Features.Users;
using Dashboard.Features.Users.Import;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Benchmarks;

/// <summary>
/// Measures the time and memory of importing a file of users: the product's import with upload, check and run, and a
/// program that reads the whole file and saves one user at a time. Each uses its own process and database.
/// </summary>
internal static class ImportBenchmark
{
    public static async Task RunAsync(int users)
    {
        foreach (var variant in (string[])["product", "naive"])
        {
            var start = new ProcessStartInfo("dotnet") { UseShellExecute = false };
            foreach (
                var argument in (string[])
                    [typeof(ImportBenchmark).Assembly.Location, "import", $"{users}", variant]
            )
                start.ArgumentList.Add(argument);
            using var process = Process.Start(start)!;
            await process.WaitForExitAsync();
        }
    }

    public static async Task RunOneAsync(int users, string variant)
    {
        var folder = Directory.CreateTempSubdirectory("dashboard-bench-").FullName;
        try
        {
            var contexts = new SqliteContexts(Path.Combine(folder, "bench.db"));
            await using (var db = contexts.CreateDbContext())
                await db.Database.MigrateAsync();
            var file = Path.Combine(folder, "users.csv");
            await WriteAsync(file, users);
            var before = Process.GetCurrentProcess().WorkingSet64;
            var watch = Stopwatch.StartNew();
            var words =
                variant == "naive" ? await NaiveAsync(contexts, file) : await ProductAsync(contexts, file);
            var peak = Process.GetCurrentProcess().PeakWorkingSet64;
            Console.WriteLine(
                $"{variant, -8} {users} users, {new FileInfo(file).Length >> 10} KB  {watch.Elapsed.TotalSeconds, 7:0.0} s, {watch.Elapsed.TotalMilliseconds / users:0.00} ms each, memory {before >> 20} MB before, {peak >> 20} MB at the peak; {words}"
            );
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> ProductAsync(SqliteContexts contexts, string file)
    {
        var (keys, current) = (new EphemeralDataProtectionProvider(), Admin());
        var audit = new AuditWriter(current, TimeProvider.System);
        var files = new StagedFile(contexts, keys);
        var imports = new UserImports(
            contexts,
            files,
            new ImportSignal(),
            current,
            audit,
            TimeProvider.System
        );
        var queries = new ImportQueries(contexts, files, current);
        var pass = new ImportPass(contexts, files, new UserSecrets(keys), audit, TimeProvider.System);
        await using var others = new WriterProbe(contexts);
        var watch = Stopwatch.StartNew();
        await using var body = File.OpenRead(file);
        var id = (await imports.ReceiveAsync(body, "users.csv", CancellationToken.None))!;
        var uploaded = watch.Elapsed;
        var import = (await queries.FindAsync(id, CancellationToken.None))!;
        await imports.CheckAsync(id, ImportMapping.Read(import.Mapping), CancellationToken.None);
        await RunPassAsync();
        var isChecked = watch.Elapsed;
        await imports.StartAsync(id, ImportMapping.Read(import.Mapping), CancellationToken.None);
        await RunPassAsync();
        Console.WriteLine($"commits of others: {others.Report()}");
        return $"upload {uploaded.TotalSeconds:0.0} s, check {(isChecked - uploaded).TotalSeconds:0.0} s, import {(watch.Elapsed - isChecked).TotalSeconds:0.0} s";

        async Task RunPassAsync() =>
            await pass.RunAsync(
                (await queries.FindAsync(id, CancellationToken.None))!,
                _ => Task.FromResult(true),
                CancellationToken.None
            );
    }

    private static async Task<string> NaiveAsync(SqliteContexts contexts, string file)
    {
        var current = Admin();
        var directory = new UserDirectory(
            contexts,
            current,
            new AuditWriter(current, TimeProvider.System),
            new UserSecrets(new EphemeralDataProtectionProvider()),
            TimeProvider.System
        );
        var rows = (await File.ReadAllLinesAsync(file)).Skip(1).Select(line => line.Split(',')).ToList();
        foreach (var row in rows)
            await directory.SaveAsync(
                row[0],
                new UserInput(row[1], row[2], row[3], row[4]),
                CancellationToken.None
            );
        return "no check beforehand";
    }

    private static async Task WriteAsync(string path, int users)
    {
        await using var text = new StreamWriter(path, append: false, new UTF8Encoding(false));
        await text.WriteLineAsync("user id,name,e-mail,language,secret");
        for (var i = 0; i < users; i++)
            await text.WriteLineAsync(
                $"customer-{i},Zoë Übermut {i},customer-{i}@example.com,en,{Guid.NewGuid()}"
            );
    }

    private static CurrentOperator Admin() =>
        new(
            new HttpContextAccessor
            {
                HttpContext = new DefaultHttpContext
                {
                    User = new ClaimsPrincipal(
                        new ClaimsIdentity(
                            [
                                new Claim(ClaimTypes.NameIdentifier, "id-1"),
                                new Claim(ClaimTypes.Name, "Benchmark"),
                                new Claim(ClaimTypes.Role, nameof(Role.Admin)),
                            ],
                            "Benchmark"
                        )
                    ),
                },
            }
        );
}
