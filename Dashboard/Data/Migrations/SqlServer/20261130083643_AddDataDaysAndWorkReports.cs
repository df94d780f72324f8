using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class AddDataDaysAndWorkReports : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Connections_Silent",
                table: "Connections");

            migrationBuilder.AddColumn<string>(
                name: "Report",
                table: "WorkLeases",
                type: "nvarchar(4000)",
                maxLength: 4000,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<long>(
                name: "DataDays",
                table: "Connections",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateIndex(
                name: "IX_Connections_Silent",
                table: "Connections",
                columns: new[] { "SilentSince", "Id", "Health" },
                filter: "SilentSince IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Connections_Silent",
                table: "Connections");

            migrationBuilder.DropColumn(
                name: "Report",
                table: "WorkLeases");

            migrationBuilder.DropColumn(
                name: "DataDays",
                table: "Connections");

            migrationBuilder.CreateIndex(
                name: "IX_Connections_Silent",
                table: "Connections",
                columns: new[] { "SilentSince", "Id" },
                filter: "SilentSince IS NOT NULL");
        }
    }
}
