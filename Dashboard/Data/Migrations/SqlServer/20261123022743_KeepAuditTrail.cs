using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class KeepAuditTrail : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Idempotent scripts put each step into an IF, where a trigger can be made by EXEC only.
            migrationBuilder.Sql(
                "EXEC(N'CREATE TRIGGER [AuditEntries_Keep] ON [AuditEntries] INSTEAD OF UPDATE, DELETE AS THROW 50001, ''The audit trail only grows.'', 1;');"
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TRIGGER [AuditEntries_Keep];");
        }
    }
}
