//! Projects with their boards, phases and tasks.

use http::Method;
use pipedrive::common::ProjectStatus;
use pipedrive::ids::PhaseId;

use crate::{call, strict};

#[tokio::test]
async fn a_project_is_planned_archived_and_deleted() {
    let (_, client) = strict();
    let projects = client.v2().projects();
    let board = client.v2().project_boards().create("Installations").await.expect("the board is created").id;
    let phase = client.v2().project_phases().create("Assembly", board).await.expect("the phase is created").id;
    assert_eq!(client.v2().project_boards().list().await.expect("the boards").len(), 2);
    assert_eq!(client.v1().project_phases().list(board).await.expect("the phases").len(), 1);
    let person = client.v2().persons().create("Petra Holm").await.expect("the person is created").id;
    let project = client.v1().projects().create("Light the hall").phase_id(phase).person_id(person).await.expect("the project");
    assert_eq!((project.board_id, project.person_id), (Some(board), Some(person)));
    let id = project.id;
    let read = projects.get(id).await.expect("the project is read");
    assert_eq!(read.person_ids, [person]);
    let done = projects.update(id).status(ProjectStatus::Completed).await.expect("the project is updated");
    assert!(done.status_change_time.is_some());
    assert_eq!(projects.list().status([ProjectStatus::Completed]).await.expect("the projects").len(), 1);
    assert_eq!(projects.search("light").person_id(person).await.expect("the projects").len(), 1);

    assert!(projects.archive(id).await.expect("the project is archived").archive_time.is_some());
    assert_eq!(projects.list().await.expect("the projects").len(), 0);
    assert_eq!(projects.list_archived().await.expect("the projects").len(), 1);
    assert_eq!(client.v1().projects().list().include_archived(true).await.expect("the projects").len(), 1);
    projects.delete(id).await.expect("the project is deleted");
    projects.get(id).await.expect_err("the project is deleted");
}

#[tokio::test]
async fn tasks_of_both_versions_are_the_same() {
    let (_, client) = strict();
    let tasks = client.v2().tasks();
    let project = client.v2().projects().create("Light the hall").await.expect("the project is created").id;
    let task = client.v1().tasks().create("Buy lamps", project).assignee_id(1).done(true).await.expect("the task is created");
    assert_eq!((task.done, task.marked_as_done_time.is_some()), (Some(true), true));
    let read = tasks.get(task.id).await.expect("the task is read");
    assert_eq!((read.is_done, read.assignee_ids.len()), (Some(true), 1));
    let subtask =
        tasks.create("Compare prices", project).parent_task_id(task.id).milestone(true).await.expect("the task is created");
    assert_eq!((subtask.is_done, subtask.is_milestone), (Some(false), Some(true)));
    assert_eq!(tasks.list().assignee_id(1).await.expect("the tasks").len(), 1);
    assert_eq!(tasks.list().is_done(false).await.expect("the tasks").items()[0].id, subtask.id);
    assert_eq!(client.v1().projects().list_tasks(project).await.expect("the tasks").len(), 2);
    tasks.delete(task.id).await.expect("the task is deleted");
    assert_eq!(tasks.list().await.expect("the tasks").len(), 0);
}

#[tokio::test]
async fn a_plan_has_the_tasks_and_the_activities_of_a_project() {
    let (_, client) = strict();
    let projects = client.v1().projects();
    let project = client.v2().projects().create("Light the hall").await.expect("the project is created").id;
    let other = client.v2().projects().create("Light the café").await.expect("the project is created").id;
    let task = client.v2().tasks().create("Buy lamps", project).await.expect("the task is created").id;
    client.v2().tasks().create("Buy lanterns", other).await.expect("the task is created");
    let activity = client.v2().activities().create().subject("Visit").project_id(project).await.expect("the activity").id;
    let plan = projects.get_plan(project).await.expect("the plan is read");
    assert_eq!(plan.len(), 2);
    let moved = projects.update_plan_task(project, task).phase_id(2).await.expect("the task is moved");
    assert_eq!((moved.item_id, moved.phase_id), (Some(task), Some(PhaseId(2))));
    let moved = projects.update_plan_activity(project, activity).phase_id(3).await.expect("the activity is moved");
    assert_eq!(moved.phase_id, Some(PhaseId(3)));
    let plan = call(&client, Method::GET, &format!("/v1/projects/{project}/plan"), None).await.expect("the plan is read");
    let phases: Vec<_> = plan["data"].as_array().into_iter().flatten().map(|item| item["phase_id"].clone()).collect();
    assert_eq!(phases, [2, 3]);
    assert_eq!(projects.list_groups(project).await.expect("the groups are listed").len(), 0);

    let error = projects.update_plan_task(project, task).phase_id(99).await.expect_err("there is no such phase");
    assert!(error.to_string().contains("`phase_id`: the board of the project has no phase 99"), "{error}");
    let error = projects.update_plan_task(project, task).group_id(7).await.expect_err("there is no such group");
    assert!(error.to_string().contains("`group_id`"), "{error}");
    let error = projects.update_plan_task(other, task).phase_id(1).await.expect_err("the task is of another project");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
}
